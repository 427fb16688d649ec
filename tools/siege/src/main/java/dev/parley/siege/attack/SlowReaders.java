package dev.parley.siege.attack;

import java.io.IOException;

/** Holds what is missed by reading it as slowly as possible. */
final class SlowReaders implements Attack {
  private static final int CLIENTS = 200;
  private static final int BYTES = 512;
  private static final int PAUSE_MILLIS = 250;

  @Override
  public String name() {
    return "slow-readers";
  }

  @Override
  public String line() {
    return "200 clients read their event stream over a full log at 2 KB a second.";
  }

  @Override
  public void run(Attacker attacker) throws IOException, InterruptedException {
    FullRoom room = FullRoom.ofLarge(attacker, CLIENTS);
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connectUnread(client)) {
            connection.ask(room.reader(client).stream());
            while (!attacker.isOver()) {
              connection.read(BYTES);
              attacker.pause(PAUSE_MILLIS);
            }
          }
        });
  }
}
