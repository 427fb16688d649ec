package dev.parley.siege.attack;

/** Uses up connections, files and addresses. */
final class Bursts implements Attack {
  private static final int CLIENTS = 4_500;

  @Override
  public String name() {
    return "bursts";
  }

  @Override
  public String line() {
    return "4,500 WebSockets are opened at once, and held without a join.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            connection.receive(connection.upgrade(attacker.fresh("burst"))); // until it is closed
          }
        });
  }
}
