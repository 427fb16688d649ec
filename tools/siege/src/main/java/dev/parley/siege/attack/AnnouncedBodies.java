package dev.parley.siege.attack;

import java.io.IOException;

/** Makes a server keep places for bodies that never end, as large as a post may be. */
final class AnnouncedBodies implements Attack {
  private static final int CLIENTS = 400;
  private static final int ANNOUNCED = 1 << 20;
  private static final String ALL_BUT_ONE = Texts.filling(ANNOUNCED - 1);

  private final boolean sent;

  /** With nothing of the body, or with all but the last byte. */
  AnnouncedBodies(boolean sent) {
    this.sent = sent;
  }

  @Override
  public String name() {
    return sent ? "bodies-but-a-byte" : "announced-bodies";
  }

  @Override
  public String line() {
    return sent
        ? "400 connections announce 1 MiB of body and send all but the last byte."
        : "400 connections announce 1 MiB of body and send none.";
  }

  @Override
  public void run(Attacker attacker) throws IOException, InterruptedException {
    String messages = attacker.seatedPost();
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            String head = client % 2 == 0 ? messages : Texts.post("/v1/rooms/siege/peers");
            connection.ask(head + "Content-Length: %d\n\n".formatted(ANNOUNCED));
            if (sent) {
              connection.send(ALL_BUT_ONE);
            }
            connection.answer();
          }
        });
  }
}
