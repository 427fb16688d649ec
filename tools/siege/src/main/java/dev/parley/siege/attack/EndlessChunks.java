package dev.parley.siege.attack;

import java.io.IOException;

/** Sends bodies whose length nobody has announced. */
final class EndlessChunks implements Attack {
  private static final int CLIENTS = 400;
  private static final int CHUNKS = 100;
  private static final int PAUSE_MILLIS = 20;
  private static final String CHUNK = "4000\r\n" + Texts.filling(0x4000) + "\r\n";

  @Override
  public String name() {
    return "endless-chunks";
  }

  @Override
  public String line() {
    return "400 connections send a chunked body that does not end.";
  }

  @Override
  public void run(Attacker attacker) throws IOException, InterruptedException {
    String messages = attacker.seatedPost();
    attacker.crowd(
        CLIENTS,
        client -> {
          try (AttackConnection connection = attacker.connect(client)) {
            String head = client % 2 == 0 ? messages : Texts.post("/v1/rooms/siege/peers");
            connection.ask(head + "Transfer-Encoding: chunked\n\n");
            for (int sent = 0; sent < CHUNKS && !attacker.isOver(); sent++) {
              connection.send(CHUNK);
              attacker.pause(PAUSE_MILLIS);
            }
            connection.answer();
          }
        });
  }
}
