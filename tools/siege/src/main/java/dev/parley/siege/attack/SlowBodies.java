package dev.parley.siege.attack;

/** Holds connections by bodies that come too slowly. */
final class SlowBodies implements Attack {
  private static final int CLIENTS = 4_500;
  private static final int BYTES = 1_999;
  private static final int PAUSE_MILLIS = 2_000;

  @Override
  public String name() {
    return "slow-bodies";
  }

  @Override
  public String line() {
    return "4,500 connections send the body of a join a byte at a time.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            connection.ask(Texts.post("/v1/rooms/siege/peers") + "Content-Length: 2000\n\n");
            for (int sent = 0; sent < BYTES; sent++) {
              connection.send(" ");
              attacker.pause(PAUSE_MILLIS);
            }
            connection.answer();
          }
        });
  }
}
