package dev.parley.siege.attack;

/** Leaves work behind for clients that have gone. */
final class Vanishing implements Attack {
  private static final int CLIENTS = 24;
  private static final int PAUSE_MILLIS = 10; // enough to do harm, and not to starve the machine

  @Override
  public String name() {
    return "vanishing";
  }

  @Override
  public String line() {
    return "Clients join and are gone at once, by a reset, before or after the answer.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            String room = attacker.fresh("vanish");
            String key = attacker.fresh("key-0123456789abcdef01");
            attacker.pause(PAUSE_MILLIS);
            switch (client % 4) {
              case 0 -> connection.enter(room, key);
              case 1 -> connection.upgrade(room);
              case 2 -> connection.join(room, key, "");
              default ->
                  connection.ask(
                      Texts.post("/v1/rooms/" + room + "/peers") + "Content-Length: 50\n\n{");
            }
          }
        });
  }
}
