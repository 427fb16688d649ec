package dev.parley.siege.attack;

/** Makes a server keep answers that nobody reads: here, rosters. */
final class UnreadJoins implements Attack {
  private static final int ROSTER = 60;
  private static final int CLIENTS = 1_500;
  private static final String DATA = Texts.filling(8_000);

  @Override
  public String name() {
    return "unread-joins";
  }

  @Override
  public String line() {
    return "1,500 connections join a room with a long roster and do not read the answer.";
  }

  @Override
  public void run(Attacker attacker) throws InterruptedException {
    String room = attacker.fresh("roster");
    String key = attacker.fresh("key-0123456789abcdef01");
    attacker.once(
        ROSTER,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            connection.join(room, key + client, DATA);
          }
        });
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connectUnread(client)) {
            String join =
                "{\"type\":\"join\",\"key\":\"%s\",\"data\":\"%s\"}"
                    .formatted(key + client % ROSTER, DATA); // the roster stays as long as it is
            String head = Texts.post("/v1/rooms/" + room + "/peers");
            connection.ask(head + "Content-Length: %d\n\n%s".formatted(join.length(), join));
            attacker.hold();
          }
        });
  }
}
