package dev.parley.siege.attack;

/** Holds connections by requests whose head never ends. */
final class SlowHeads implements Attack {
  private static final int CLIENTS = 4_500;
  private static final int PAUSE_MILLIS = 2_000;
  private static final String HEAD =
      "GET /v1/rooms/siege HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + "x".repeat(2_000);

  @Override
  public String name() {
    return "slow-heads";
  }

  @Override
  public String line() {
    return "4,500 connections send the head of a request a byte at a time.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            for (int i = 0; i < HEAD.length(); i++) {
              connection.send(HEAD.substring(i, i + 1));
              attacker.pause(PAUSE_MILLIS);
            }
            connection.answer();
          }
        });
  }
}
