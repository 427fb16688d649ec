package dev.parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.HttpPeer.Events;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tickets, replays and messages in parts, each within what one address may have. */
class AccountTest {
  private static final String KEY = "account-0123456789abcdef";
  private static final String JOIN = "{\"type\":\"join\",\"key\":\"" + KEY + "\"%s}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void aTicketExpiresUnlessItsStreamGoesOn() throws Exception {
    try (var stage = new ServerStage()) {
      HttpPeer ann = new HttpPeer(http, stage.port(), "tickets", KEY).join();
      String query = "?ticket=" + ann.ticket();
      try (Events stream = ann.events(query)) {
        assertThat(stream.status()).isEqualTo(200);
        stage.advance(Duration.ofSeconds(40));
        assertThat(ann.say("{\"type\":\"ping\"}").statusCode()).isEqualTo(200);
        stage.advance(Duration.ofSeconds(40));
        try (Events again = ann.events(query)) {
          assertThat(again.status()).isEqualTo(200);
        }
      }
      try (var socket = new RawWebSocket(stage.port(), "/v1/rooms/tickets", "")) {
        socket.say(JOIN.formatted(",\"after\":" + ann.seq()));
        assertThat(socket.next().text()).contains("\"resumed\":true");
        for (int i = 0; i < 8; i++) {
          socket.say("{\"type\":\"ping\"}");
          assertThat(socket.next().text()).contains("pong");
          stage.advance(Duration.ofSeconds(10));
        }
        try (Events late = ann.events(query)) {
          assertThat(late.status()).isEqualTo(401);
        }
        assertThat(ann.poll(ann.seq(), 0).statusCode()).isEqualTo(200); // the key is good
      }
    }
  }

  @Test
  void aTicketOfAnEarlierSeatLeadsToAnother() throws Exception {
    try (var stage = new ServerStage()) {
      HttpPeer ann = new HttpPeer(http, stage.port(), "tickets", KEY).join();
      String old = "?ticket=" + ann.ticket();
      HttpPeer again = new HttpPeer(http, stage.port(), "tickets", KEY).join();
      try (Events stream = ann.events(old)) {
        assertThat(stream.status()).isEqualTo(410);
      }
      try (Events stream = again.events("?ticket=" + again.ticket())) {
        assertThat(stream.status()).isEqualTo(200);
      }
    }
  }

  @Test
  void replaysCostTheirAddressAndComeAgainLater() throws Exception {
    try (var stage = new ServerStage("--messages-per-second", "100000")) {
      String filler = "x".repeat(60_000);
      long start;
      try (var slow = socket(stage)) {
        slow.say(JOIN.formatted(""));
        start = Long.parseLong(slow.next().text().replaceAll(".*\"seq\":([0-9]+).*", "$1"));
      }
      try (var talker = socket(stage)) {
        talker.say("{\"type\":\"join\",\"key\":\"talker-0123456789abcdef\"}");
        for (int id = 1; id <= 60; id++) {
          talker.say("{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(id, filler));
        }
        String heard = "";
        while (!heard.contains("\"received\":60")) {
          heard = talker.next().text();
        }
        int replays = 0;
        RawWebSocket again = socket(stage);
        while (again.status() == 101 && replays < 30) {
          again.say(JOIN.formatted(",\"after\":" + start));
          for (int heardOf = 0; heardOf < 60; ) {
            heardOf += again.next().text().contains(filler) ? 1 : 0;
          }
          again.close();
          replays++;
          again = socket(stage);
        }
        assertThat(replays).isBetween(10, 16); // 40 MiB, of 3.5 MiB each
        assertThat(again.status()).isEqualTo(429);
        assertThat(again.response()).contains("Retry-After");
        stage.advance(Duration.ofSeconds(2));
        try (var later = socket(stage)) {
          assertThat(later.status()).isEqualTo(101);
        }
      }
    }
  }

  @Test
  void messagesInPartsShareWhatAnAddressMayHave() throws Exception {
    try (var stage = new ServerStage("--total-incoming-bytes", "400000")) {
      List<RawWebSocket> taken = new ArrayList<>();
      RawWebSocket next = socket(stage);
      while (takesPart(next)) {
        taken.add(next);
        next = socket(stage);
      }
      assertThat(taken).hasSizeBetween(2, 4); // 200,000 bytes, of 50,000 to 65,536 each
      next.close();
      for (RawWebSocket other : taken.subList(1, taken.size())) {
        other.close();
      }
      while (!takesPart(socket(stage))) { // until the server has seen that they are gone
        Thread.onSpinWait();
      }
      taken.getFirst().frame(RawWebSocket.FIN | RawWebSocket.CONTINUATION, "\":1}".getBytes(UTF_8));
      assertThat(taken.getFirst().next().text()).contains("pong");
    }
  }

  /** Sends most of a message, and returns whether it was kept. */
  private static boolean takesPart(RawWebSocket socket) throws IOException {
    socket.frame(
        RawWebSocket.TEXT, "{\"type\":\"ping\",\"".concat("x".repeat(50_000)).getBytes(UTF_8));
    socket.frame(RawWebSocket.FIN | RawWebSocket.PING, new byte[0]);
    RawWebSocket.Frame answer = socket.next();
    if (answer.opcode() == RawWebSocket.CLOSE) {
      assertThat(answer.closeCode()).isEqualTo(1013);
    }
    return answer.opcode() == RawWebSocket.PONG;
  }

  private static RawWebSocket socket(ServerStage stage) throws IOException {
    return new RawWebSocket(stage.port(), "/v1/rooms/tickets", "");
  }
}
