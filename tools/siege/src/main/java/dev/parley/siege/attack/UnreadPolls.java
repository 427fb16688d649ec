package dev.parley.siege.attack;

import java.io.IOException;

/** Makes a server keep answers that nobody reads: here, of polls. */
final class UnreadPolls implements Attack {
  private static final int CLIENTS = 150;

  @Override
  public String name() {
    return "unread-polls";
  }

  @Override
  public String line() {
    return "150 connections ask for the same poll over a full log and do not read the answer.";
  }

  @Override
  public void run(Attacker attacker) throws IOException, InterruptedException {
    FullRoom room = FullRoom.ofLarge(attacker, 1);
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connectUnread(client)) {
            connection.ask(room.reader(0).poll());
            attacker.hold();
          }
        });
  }
}
