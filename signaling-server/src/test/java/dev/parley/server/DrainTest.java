package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is about to end: what it says to whom, over each transport. */
class DrainTest {
  private static final String ROOM = "drain";
  private static final int DRAIN_SECONDS = 3_000;
  private static final int CLIENTS = 20;

  private final ServerStage stage = new ServerStage("--drain", String.valueOf(DRAIN_SECONDS));
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private RawWebSocket last;
  private HttpPeer ann;
  private HttpPeer ben;

  @BeforeEach
  void somebodyStaysToTheEnd() throws Exception {
    ann = peer("ann-0123456789abcdefghi").join();
    ben = peer("ben-0123456789abcdefghi").join();
    last = join("last-0123456789abcdefgh"); // and does not answer when it is told to go
  }

  @AfterEach
  void stop() throws IOException {
    last.close();
    http.shutdownNow();
    stage.close();
  }

  @Test
  void itIsAliveButNotReady() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    drain();
    HttpResponse<String> ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"code\":\"unavailable\"");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void aPeerThatWasAwayStillGetsWhatWasKeptForIt() throws Exception {
    String key = "cleo-0123456789abcdefgh";
    long seq;
    String id;
    try (var cleo = new RawWebSocket(stage.port(), "/v1/rooms/" + ROOM, "")) {
      cleo.say("{\"type\":\"join\",\"key\":\"%s\"}".formatted(key));
      String joined = cleo.next().text();
      seq = Long.parseLong(joined.replaceAll(".*?\"seq\":([0-9]+).*", "$1"));
      id = joined.replaceAll(".*\"self\":\\{\"id\":\"([^\"]+)\".*", "$1");
    }
    assertThat(
            ann.say("{\"type\":\"message\",\"id\":1,\"to\":\"" + id + "\",\"data\":\"kept\"}")
                .body())
        .contains("\"received\":1");
    drain();
    try (var back = new RawWebSocket(stage.port(), "/v1/rooms/" + ROOM, "")) {
      assertThat(back.status()).isEqualTo(101);
      back.say("{\"type\":\"join\",\"key\":\"%s\",\"after\":%d}".formatted(key, seq));
      assertThat(back.next().text()).contains("\"resumed\":true");
      List<String> heard = new ArrayList<>();
      do {
        heard.add(back.next().text());
      } while (!heard.getLast().contains("\"bye\""));
      assertThat(heard).anyMatch(text -> text.contains("\"kept\""));
      assertThat(back.closeCode()).isEqualTo(1012);
    }
  }

  @Test
  void nobodyIsLetInBeItIntoARoomThatExists() throws Exception {
    drain();
    for (String room : List.of(ROOM, "another")) {
      try (var late = new RawWebSocket(stage.port(), "/v1/rooms/" + room, "")) {
        assertThat(late.status()).isEqualTo(503);
      }
      HttpResponse<String> join =
          new HttpPeer(http, stage.port(), room, "late-0123456789abcdefgh").tryToJoin();
      assertThat(join.statusCode()).isEqualTo(503);
      assertThat(join.body()).contains("\"code\":\"unavailable\"");
    }
    try (var events = ann.events("?ticket=" + ann.ticket())) {
      assertThat(events.status()).isEqualTo(503);
    }
  }

  @Test
  void nothingThatIsPostedIsTaken() throws Exception {
    drain();
    HttpResponse<String> one = ann.say("{\"type\":\"message\",\"id\":1,\"data\":1}");
    assertThat(one.statusCode()).isEqualTo(503);
    assertThat(one.body()).contains("\"code\":\"unavailable\"", "\"re\":1");
    HttpResponse<String> several = ann.say("[{\"type\":\"message\",\"id\":1,\"data\":1}]");
    assertThat(several.body()).contains("\"received\":0", "\"code\":\"unavailable\"", "\"re\":1");
  }

  @Test
  void everybodyIsToldAnotherTimeToComeAgainAndOnlyThenIsTheConnectionClosed() throws Exception {
    List<RawWebSocket> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(join("client-%02d-0123456789abcd".formatted(i)));
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
  void aStreamEndsWithTheBye() throws Exception {
    try (var events = ann.events("?ticket=" + ann.ticket())) {
      assertThat(events.next()).contains("peer-joined");
      assertThat(events.next()).contains("peer-joined");
      drain();
      assertThat(events.next()).startsWith(" {\"type\":\"bye\"").contains("\"reconnectAfter\":");
      assertThat(events.next()).isEqualTo("(end)");
    }
  }

  @Test
  void aPollThatWaitsIsAnsweredWithTheBye() throws Exception {
    var heard = HttpPeer.messages(ben.poll(ben.seq(), 0));
    long seen = heard.get(heard.size() - 1).getAsJsonObject().get("seq").getAsLong();
    var one = poll(ben, seen);
    var other = poll(ben, seen);
    CompletableFuture.anyOf(one, other).get(); // replaced by the other, which therefore waits
    var waiting = one.isDone() ? other : one;
    drain();
    var messages = HttpPeer.messages(waiting.get());
    assertThat(messages).hasSize(1);
    assertThat(reconnectAfter(messages.get(0).toString())).isGreaterThanOrEqualTo(500);
  }

  @Test
  void whoPollsOnlyNowHearsWhatWasMissedAndThenTheBye() throws Exception {
    ann.say("{\"type\":\"message\",\"id\":1,\"data\":\"before\"}");
    drain();
    String missed = ben.poll(ben.seq(), 55).body();
    long last =
        HttpPeer.messages(ben.poll(ben.seq(), 0)).asList().stream()
            .map(JsonElement::getAsJsonObject)
            .filter(message -> message.has("seq"))
            .mapToLong(message -> message.get("seq").getAsLong())
            .max()
            .orElseThrow();
    String rest = ben.poll(last, 55).body();
    assertThat(missed + rest).containsSubsequence("\"before\"", "\"type\":\"bye\"");
  }

  @Test
  void itEndsAsSoonAsEverybodyHasGone() throws Exception {
    Thread draining = drain();
    last.close();
    assertThat(draining.join(Duration.ofMinutes(1))).isTrue();
  }

  private Thread drain() throws IOException {
    Thread draining = stage.drain();
    assertThat(textBeforeClose(last)).contains("\"type\":\"bye\"");
    return draining;
  }

  /** The last message before the close of a server that restarts. */
  private static String textBeforeClose(RawWebSocket client) throws IOException {
    String text = "";
    RawWebSocket.Frame frame = client.next();
    while (frame.opcode() != RawWebSocket.CLOSE) {
      text = frame.opcode() == RawWebSocket.TEXT ? frame.text() : text;
      frame = client.next();
    }
    assertThat(frame.closeCode()).isEqualTo(1012);
    return text;
  }

  private static long reconnectAfter(String bye) {
    JsonObject notice = new Gson().fromJson(bye, JsonObject.class);
    assertThat(notice.get("type").getAsString()).isEqualTo("bye");
    return notice.get("reconnectAfter").getAsLong();
  }

  private RawWebSocket join(String key) throws IOException {
    var client = new RawWebSocket(stage.port(), "/v1/rooms/" + ROOM, "");
    client.say("{\"type\":\"join\",\"key\":\"%s\"}".formatted(key));
    assertThat(client.next().text()).contains("joined");
    return client;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(stage.uri().resolve(path)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static CompletableFuture<HttpResponse<String>> poll(HttpPeer peer, long after) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return peer.poll(after, 55);
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private HttpPeer peer(String key) {
    return new HttpPeer(http, stage.port(), ROOM, key);
  }
}
