package dev.parley.siege.attack;

/** Holds connections without a request. */
final class IdleConnections implements Attack {
  private static final int CLIENTS = 4_500;

  @Override
  public String name() {
    return "idle-connections";
  }

  @Override
  public String line() {
    return "4,500 TCP connections say nothing at all.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            connection.answer(); // waits until the server ends it
          }
        });
  }
}
