package dev.parley.siege.attack;

/** Makes a server allocate what a request announces. */
final class HugeAnnouncement implements Attack {
  private static final int CLIENTS = 20;

  @Override
  public String name() {
    return "huge-announcement";
  }

  @Override
  public String line() {
    return "One request announces 600,000,000 bytes of body and sends none.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            connection.ask(Texts.post("/v1/rooms/siege/peers") + "Content-Length: 600000000\n\n");
            connection.answer();
          }
        });
  }
}
