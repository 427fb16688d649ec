package dev.parley.server.limits;

import static dev.parley.client.Opcode.CLOSE;
import static dev.parley.client.Opcode.CONTINUATION;
import static dev.parley.client.Opcode.FIN;
import static dev.parley.client.Opcode.PING;
import static dev.parley.client.Opcode.PONG;
import static dev.parley.client.Opcode.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Frame;
import dev.parley.server.TestServer;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of replays and of incomplete messages count against the quota of an address. */
class AddressQuotaTest {
  private static final String ROOM = "quota";

  @Test
  void manyReplaysRefuseUpgradesUntilTheRateRecovers() throws Exception {
    try (var server = new TestServer("--messages-per-second", "100000")) {
      String filler = "x".repeat(60_000);
      long start;
      try (var returning = server.socket(ROOM)) {
        String joined = returning.join("returning");
        start = Long.parseLong(joined.replaceAll(".*\"seq\":([0-9]+).*", "$1"));
      }
      try (var sender = server.joinedSocket(ROOM, "sender")) {
        for (int id = 1; id <= 60; id++) {
          sender.send(Requests.message(id, filler));
        }
        sender.receiveUntil("\"received\":60");
        int replays = 0;
        RawWebSocket again = server.socket(ROOM);
        while (again.status() == 101 && replays < 30) {
          again.send(Requests.resume("returning", start));
          for (int messages = 0; messages < 60; ) {
            messages += again.receiveText().contains(filler) ? 1 : 0;
          }
          again.close();
          replays++;
          again = server.socket(ROOM);
        }
        assertThat(replays).isBetween(10, 16); // 40 MiB, of 3.5 MiB each
        assertThat(again.status()).isEqualTo(429);
        assertThat(again.responseHead()).contains("Retry-After");
        server.advance(Duration.ofSeconds(2));
        try (var later = server.socket(ROOM)) {
          assertThat(later.status()).isEqualTo(101);
        }
      }
    }
  }

  @Test
  void incompleteMessagesShareTheQuotaOfTheirAddress() throws Exception {
    try (var server = new TestServer("--total-incoming-bytes", "400000")) {
      List<RawWebSocket> kept = new ArrayList<>();
      RawWebSocket next = server.socket(ROOM);
      while (keepsIncompleteMessage(next)) {
        kept.add(next);
        next = server.socket(ROOM);
      }
      assertThat(kept).hasSize(2); // of 60,000 bytes each, of which the address may have 200,000
      next.close();
      for (RawWebSocket other : kept.subList(1, kept.size())) {
        other.close();
      }
      while (!keepsIncompleteMessage(server.socket(ROOM))) { // until the server sees the ends
        Thread.onSpinWait();
      }
      kept.getFirst().sendFrame(FIN | CONTINUATION, "\":1}");
      assertThat(kept.getFirst().receiveText()).contains("pong");
    }
  }

  @Test
  void longestMessageFitsTheSmallestQuota() throws Exception {
    int longest = 1_000_000;
    try (var server =
        new TestServer(
            "--message-bytes", String.valueOf(longest), "--total-incoming-bytes", "4000000")) {
      String start = "{\"type\":\"message\",\"id\":1,\"data\":\"";
      String message = start + "x".repeat(longest - start.length() - 2) + "\"}";
      try (var socket = server.joinedSocket(ROOM, "ann")) {
        socket.sendFrame(TEXT, message.substring(0, 10));
        socket.sendFrame(CONTINUATION, message.substring(10, longest / 2 + 10));
        socket.sendFrame(CONTINUATION, message.substring(longest / 2 + 10, longest - 1));
        socket.sendFrame(FIN | CONTINUATION, message.substring(longest - 1));
        socket.receiveUntil("\"received\":1");
      }
      var ben = server.peer(ROOM, "ben").join();
      assertThat(ben.post(message).body()).contains("\"received\":1");
    }
  }

  /**
   * Sends most of a message; returns false if the server closes the connection with 1013. The
   * server receives it in two parts: for the second it doubles the buffer, so that the rest needs
   * no more.
   */
  private static boolean keepsIncompleteMessage(RawWebSocket socket) throws IOException {
    socket.sendFrame(TEXT, "{\"type\":\"ping\",\"" + "x".repeat(30_000));
    if (!answersPing(socket)) {
      return false;
    }
    socket.sendFrame(CONTINUATION, "x".repeat(20_000));
    return answersPing(socket);
  }

  private static boolean answersPing(RawWebSocket socket) throws IOException {
    socket.sendFrame(FIN | PING);
    Frame frame = socket.receive();
    if (frame.opcode() == CLOSE) {
      assertThat(frame.closeCode()).isEqualTo(1013);
    }
    return frame.opcode() == PONG;
  }
}
