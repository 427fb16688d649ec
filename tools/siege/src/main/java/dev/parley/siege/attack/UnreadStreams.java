package dev.parley.siege.attack;

import java.io.IOException;

/** Makes a server keep answers that nobody reads: here, event streams. */
final class UnreadStreams implements Attack {
  private static final int CLIENTS = 200;

  @Override
  public String name() {
    return "unread-streams";
  }

  @Override
  public String line() {
    return "200 clients open an event stream over a full log and do not read it.";
  }

  @Override
  public void run(Attacker attacker) throws IOException, InterruptedException {
    FullRoom room = FullRoom.ofLarge(attacker, CLIENTS);
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connectUnread(client)) {
            connection.ask(room.reader(client).stream());
            attacker.hold();
          }
        });
  }
}
