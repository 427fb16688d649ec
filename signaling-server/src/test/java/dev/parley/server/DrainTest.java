package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.parley.client.Frame;
import dev.parley.client.Opcode;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.HttpPeer.EventStream;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that drains before it stops: its health checks, refusals and notices, by transport. */
class DrainTest {
  private static final String ROOM = "drain";
  private static final int DRAIN_SECONDS = 3_000;
  private static final int CLIENTS = 20;

  @AutoClose
  private final TestServer server = new TestServer("--drain", String.valueOf(DRAIN_SECONDS));

  /** Ignores the notice, so that draining does not end during a test. */
  private RawWebSocket last;

  private HttpPeer ann;
  private HttpPeer ben;

  @BeforeEach
  void join() throws Exception {
    ann = server.peer(ROOM, "ann").join();
    ben = server.peer(ROOM, "ben").join();
    last = server.joinedSocket(ROOM, "last");
  }

  @AfterEach
  void closeLast() throws IOException {
    last.close();
  }

  @Test
  void serverIsHealthyButNotReady() throws Exception {
    assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
    drain();
    HttpResponse<String> ready = server.get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"code\":\"unavailable\"");
    assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(server.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void detachedPeerReceivesMissedMessages() throws Exception {
    long seq;
    String id;
    try (var cleo = server.socket(ROOM)) {
      String joined = cleo.join("cleo");
      seq = Long.parseLong(joined.replaceAll(".*?\"seq\":([0-9]+).*", "$1"));
      id = joined.replaceAll(".*\"self\":\\{\"id\":\"([^\"]+)\".*", "$1");
    }
    assertThat(
            ann.post("{\"type\":\"message\",\"id\":1,\"to\":\"" + id + "\",\"data\":\"kept\"}")
                .body())
        .contains("\"received\":1");
    drain();
    try (var back = server.socket(ROOM)) {
      assertThat(back.status()).isEqualTo(101);
      back.send(Requests.resume("cleo", seq));
      assertThat(back.receiveText()).contains("\"resumed\":true");
      assertThat(back.receiveUntil("\"bye\"")).contains("\"kept\"");
      assertThat(back.awaitClose()).isEqualTo(1012);
    }
  }

  @Test
  void joinsAreRefused() throws Exception {
    drain();
    for (String room : List.of(ROOM, "another")) {
      try (var late = server.socket(room)) {
        assertThat(late.status()).isEqualTo(503);
      }
      HttpResponse<String> join = server.peer(room, "late").tryToJoin();
      assertThat(join.statusCode()).isEqualTo(503);
      assertThat(join.body()).contains("\"code\":\"unavailable\"");
    }
    try (var events = ann.stream()) {
      assertThat(events.status()).isEqualTo(503);
    }
  }

  @Test
  void postsAreRefused() throws Exception {
    drain();
    HttpResponse<String> one = ann.post(Requests.message(1));
    assertThat(one.statusCode()).isEqualTo(503);
    assertThat(one.body()).contains("\"code\":\"unavailable\"", "\"re\":1");
    HttpResponse<String> several = ann.post(Requests.array(Requests.message(1)));
    assertThat(several.body()).contains("\"received\":0", "\"code\":\"unavailable\"", "\"re\":1");
  }

  @Test
  void reconnectTimesAreSpreadAndSentBeforeTheClose() throws Exception {
    List<RawWebSocket> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(server.joinedSocket(ROOM, "client-" + i));
    }
    drain();
    Set<Long> times = new HashSet<>();
    for (RawWebSocket client : clients) {
      times.add(reconnectAfter(textBeforeClose(client)));
    }
    assertThat(times).allMatch(time -> time >= 500 && time <= 500 + DRAIN_SECONDS * 1_000);
    assertThat(times).hasSizeGreaterThan(CLIENTS / 2);
  }

  @Test
  void streamEndsAfterBye() throws Exception {
    try (var events = ann.stream()) {
      assertThat(events.next()).contains("peer-joined");
      assertThat(events.next()).contains("peer-joined");
      drain();
      assertThat(events.next()).startsWith(" {\"type\":\"bye\"").contains("\"reconnectAfter\":");
      assertThat(events.next()).isEqualTo(EventStream.END);
    }
  }

  @Test
  void longPollIsAnsweredWithBye() throws Exception {
    var messages = HttpPeer.messages(ben.poll(ben.seq()));
    long seq = messages.get(messages.size() - 1).getAsJsonObject().get("seq").getAsLong();
    var one = ben.longPoll(seq);
    var other = ben.longPoll(seq);
    CompletableFuture.anyOf(one, other).get(); // replaced by the other, which therefore waits
    var waiting = one.isDone() ? other : one;
    drain();
    var notices = HttpPeer.messages(waiting.get());
    assertThat(notices).hasSize(1);
    assertThat(reconnectAfter(notices.get(0).toString())).isGreaterThanOrEqualTo(500);
  }

  @Test
  void laterPollReceivesMissedMessagesAndBye() throws Exception {
    ann.post(Requests.message(1, "before"));
    drain();
    String missed = ben.poll(ben.seq(), 55).body();
    long last =
        HttpPeer.messages(ben.poll(ben.seq())).asList().stream()
            .map(JsonElement::getAsJsonObject)
            .filter(message -> message.has("seq"))
            .mapToLong(message -> message.get("seq").getAsLong())
            .max()
            .orElseThrow();
    String rest = ben.poll(last, 55).body();
    assertThat(missed + rest).containsSubsequence("\"before\"", "\"type\":\"bye\"");
  }

  @Test
  void serverStopsOnceAllClientsHaveGone() throws Exception {
    Thread draining = drain();
    last.close();
    assertThat(draining.join(Duration.ofMinutes(1))).isTrue();
  }

  private Thread drain() throws IOException {
    Thread draining = server.drain();
    assertThat(textBeforeClose(last)).contains("\"type\":\"bye\"");
    return draining;
  }

  /** The last message before a close frame with 1012 (service restart). */
  private static String textBeforeClose(RawWebSocket client) throws IOException {
    String text = "";
    Frame frame = client.receive();
    while (frame.opcode() != Opcode.CLOSE) {
      text = frame.opcode() == Opcode.TEXT ? frame.text() : text;
      frame = client.receive();
    }
    assertThat(frame.closeCode()).isEqualTo(1012);
    return text;
  }

  private static long reconnectAfter(String bye) {
    JsonObject notice = new Gson().fromJson(bye, JsonObject.class);
    assertThat(notice.get("type").getAsString()).isEqualTo("bye");
    return notice.get("reconnectAfter").getAsLong();
  }
}
