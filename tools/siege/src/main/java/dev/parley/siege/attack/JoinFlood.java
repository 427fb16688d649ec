package dev.parley.siege.attack;

/** Takes places in rosters, none of which holds a connection. */
final class JoinFlood implements Attack {
  private static final int CLIENTS = 16;
  private static final int IN_A_ROOM = 4;
  private static final String DATA = Texts.filling(8_000);

  @Override
  public String name() {
    return "join-flood";
  }

  @Override
  public String line() {
    return "Joins by POST as fast as they are taken, with as much data as a seat may have.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            String room = attacker.fresh("flood");
            for (int i = 0; i < IN_A_ROOM && connection.isUsable(); i++) {
              connection.join(room, attacker.fresh("key-0123456789abcdef01"), DATA);
            }
          }
        });
  }
}
