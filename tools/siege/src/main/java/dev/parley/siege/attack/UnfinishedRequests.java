package dev.parley.siege.attack;

import java.io.IOException;
import java.util.List;

/** Attacks by requests that never become complete. */
final class UnfinishedRequests {
  private static final int MANY = 4_500;
  private static final int MAX_BODY = 1 << 20;
  private static final int SLOW_PAUSE_MILLIS = 2_000;
  private static final String JOIN_PATH = "/v1/rooms/siege/peers";
  private static final String SLOW_HEAD =
      "GET /v1/rooms/siege HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + "x".repeat(2_000);
  private static final String CHUNK = "4000\r\n" + "x".repeat(0x4000) + "\r\n";

  static final List<Attack> ALL =
      List.of(
          new Attack(
              "huge-content-length",
              "20 connections declare a body of 600,000,000 bytes and send none.",
              "Memory is reserved for bytes that have arrived, not for a declared length.",
              attacker ->
                  attacker.repeat(
                      20,
                      (connection, _) -> {
                        connection.ask(post(JOIN_PATH) + "Content-Length: 600000000\n\n");
                        connection.answer();
                      })),
          new Attack(
              "declared-bodies",
              "400 connections declare a body of 1 MiB, the longest allowed, and send none.",
              "Memory is reserved for bytes that have arrived, not for a declared length.",
              attacker -> sendBodies(attacker, "")),
          new Attack(
              "unfinished-bodies",
              "400 connections send a body of 1 MiB except its last byte.",
              "Incomplete messages fit `total-incoming-bytes`, half of it for one address.",
              attacker -> sendBodies(attacker, "x".repeat(MAX_BODY - 1))),
          new Attack(
              "endless-chunks",
              "400 connections send a chunked body without an end.",
              "A body without a declared length has the same limits as any other.",
              UnfinishedRequests::sendChunks),
          new Attack(
              "slow-heads",
              "4,500 connections send the head of a request, one byte every two seconds.",
              "A head has 10 seconds to arrive.",
              attacker ->
                  attacker.repeat(
                      MANY,
                      (connection, _) -> {
                        for (int i = 0; i < SLOW_HEAD.length(); i++) {
                          connection.send(SLOW_HEAD.substring(i, i + 1));
                          attacker.pause(SLOW_PAUSE_MILLIS);
                        }
                        connection.answer();
                      })),
          new Attack(
              "slow-bodies",
              "4,500 connections send the body of a join, one byte every two seconds.",
              "A body has `heartbeat-timeout` to arrive.",
              attacker ->
                  attacker.repeat(
                      MANY,
                      (connection, _) -> {
                        connection.ask(post(JOIN_PATH) + "Content-Length: 2000\n\n");
                        for (int sent = 0; sent < 1_999; sent++) {
                          connection.send(" ");
                          attacker.pause(SLOW_PAUSE_MILLIS);
                        }
                        connection.answer();
                      })),
          new Attack(
              "idle-connections",
              "4,500 TCP connections send nothing.",
              "Idle connections of one address make room for clients at other addresses.",
              attacker -> attacker.repeat(MANY, (connection, _) -> connection.answer())));

  private UnfinishedRequests() {}

  /** The head of a request with a JSON body, except for the lines that declare its length. */
  static String post(String path) {
    return "POST %s HTTP/1.1\nHost: localhost\nContent-Type: application/json\n".formatted(path);
  }

  private static void sendBodies(Attacker attacker, String body)
      throws IOException, InterruptedException {
    String messages = postFromSeat(attacker);
    attacker.repeat(
        400,
        (connection, client) -> {
          String head = client % 2 == 0 ? messages : post(JOIN_PATH);
          connection.ask(head + "Content-Length: %d\n\n".formatted(MAX_BODY));
          connection.send(body);
          connection.answer();
        });
  }

  private static void sendChunks(Attacker attacker) throws IOException, InterruptedException {
    String messages = postFromSeat(attacker);
    attacker.repeat(
        400,
        (connection, client) -> {
          String head = client % 2 == 0 ? messages : post(JOIN_PATH);
          connection.ask(head + "Transfer-Encoding: chunked\n\n");
          for (int sent = 0; sent < 100 && !attacker.isOver(); sent++) {
            connection.send(CHUNK);
            attacker.pause(20);
          }
          connection.answer();
        });
  }

  private static String postFromSeat(Attacker attacker) throws IOException {
    try (AttackConnection connection = attacker.connect(0)) {
      AttackSeat seat = connection.join(attacker.unique("post"));
      return post(seat.path() + "/messages") + seat.bearer().replace("\r\n", "\n");
    }
  }
}
