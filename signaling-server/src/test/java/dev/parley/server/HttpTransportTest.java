package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The room's log over event streams, long polling and short polling. */
class HttpTransportTest {
  private static final String ANN = "ann-0123456789abcdefghi";
  private static final String BEN = "ben-0123456789abcdefghi";

  private final ServerStage stage = new ServerStage();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpPeer ann;
  private HttpPeer ben;

  @BeforeEach
  void annAndBenJoin() throws Exception {
    ann = peer(ANN).join();
    ben = peer(BEN).join();
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    stage.close();
  }

  @Test
  void aShortPollBringsWhatThereIsAndNothingElse() throws Exception {
    assertThat(HttpPeer.messages(ben.poll(ben.seq(), 0))).isEmpty();
    ann.say("{\"type\":\"message\",\"id\":1,\"data\":\"hi\"}");
    JsonArray messages = HttpPeer.messages(ben.poll(ben.seq(), 0));
    assertThat(messages).hasSize(1);
    assertThat(messages.get(0).getAsJsonObject().get("data").getAsString()).isEqualTo("hi");
    long seen = messages.get(0).getAsJsonObject().get("seq").getAsLong();
    assertThat(HttpPeer.messages(ben.poll(seen, 0))).isEmpty();
    assertThat(HttpPeer.messages(ben.poll(ben.seq(), 0))).hasSize(1);
  }

  @Test
  void aLongPollWaitsForWhatComes() throws Exception {
    CompletableFuture<HttpResponse<String>> poll =
        CompletableFuture.supplyAsync(() -> {
          try {
            return ben.poll(ben.seq(), 55);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    ann.say("{\"type\":\"offer\",\"id\":1,\"to\":\"%s\",\"sdp\":\"v=0\"}".formatted(ben.id()));
    assertThat(HttpPeer.messages(poll.get())).hasSize(1);
  }

  @Test
  void anEventStreamBeginsWhereTheSeatDoesAndEachEventHasItsNumber() throws Exception {
    try (var events = ann.events("?ticket=" + ann.ticket())) {
      assertThat(events.status()).isEqualTo(200);
      assertThat(numbered(events.next())).contains("peer-joined");
      ben.say("{\"type\":\"message\",\"id\":1,\"data\":\"one\"}");
      assertThat(numbered(events.next())).contains("\"one\"");
    }
  }

  /** What has come, if its id is the number that stands in it. */
  private static String numbered(String event) {
    String id = event.substring(0, event.indexOf(' '));
    assertThat(event).contains("\"seq\":" + id + ",");
    return event;
  }

  @Test
  void aStreamShowsInAWayThatPagesCanSeeThatItIsOpenAndAlive() throws Exception {
    try (var events = ben.events("?ticket=" + ben.ticket())) {
      assertThat(events.anything()).isEqualTo(HttpPeer.Events.LIFE);
      stage.advance(Duration.ofSeconds(21));
      assertThat(events.anything()).isEqualTo(HttpPeer.Events.LIFE);
    }
  }

  @Test
  void aStreamThatIsReplacedSaysSoAndOneThatOnlyEndsDoesNot() throws Exception {
    String mine = "?after=%d&ticket=%s".formatted(ben.seq(), ben.ticket());
    try (var older = ben.events(mine);
        var newer = ben.events(mine)) {
      assertThat(older.next()).contains("\"error\"", "\"code\":\"replaced\"");
      assertThat(older.next()).isEqualTo("(end)");
      assertThat(ben.leave().statusCode()).isEqualTo(204);
      assertThat(newer.next()).isEqualTo("(end)");
    }
  }

  @Test
  void aBrowserThatComesBackSaysWhereItWas() throws Exception {
    ben.say("[" + message(1) + "," + message(2) + "," + message(3) + "]");
    String old = "?after=%d&ticket=%s".formatted(ann.seq(), ann.ticket());
    try (var events = ann.events(old, "Last-Event-ID", String.valueOf(ben.seq() + 2))) {
      assertThat(events.next()).contains("\"data\":3");
    }
  }

  @Test
  void aPeerMayChangeItsTransportInTheMiddle() throws Exception {
    ben.say(message(1));
    assertThat(HttpPeer.messages(ann.poll(ben.seq(), 0))).hasSize(1);
    try (var socket = new RawWebSocket(stage.port(), "/v1/rooms/http", "");
        var events = ann.events("?ticket=" + ann.ticket())) {
      assertThat(events.next()).contains("peer-joined");
      socket.say("{\"type\":\"join\",\"key\":\"%s\",\"after\":%d}".formatted(ANN, ben.seq()));
      assertThat(socket.next().text()).contains("\"resumed\":true");
      assertThat(socket.next().text()).contains("\"data\":1");
      assertThat(events.next()).contains("\"data\":1"); // it had that before it was replaced
      assertThat(events.next()).contains("\"code\":\"replaced\"");
      assertThat(events.next()).isEqualTo("(end)");
      ben.say(message(2));
      assertThat(socket.next().text()).contains("\"data\":2");
    }
  }

  @Test
  void aRequestIsTakenOnceHoweverOftenItIsPosted() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(ann.say(message(1)).body()).isEqualTo("{\"type\":\"ack\",\"received\":1}");
    }
    assertThat(HttpPeer.messages(ben.poll(ben.seq(), 0))).hasSize(1);
  }

  @Test
  void aPostOfAnEarlierSeatIsNotTakenForTheNewOne() throws Exception {
    long earlier = ann.seat();
    ann.join();
    assertThat(ann.sayFrom(earlier, message(1)).body()).contains("\"code\":\"peer-gone\"");
    assertThat(ann.sayFrom(earlier, "[" + message(1) + "]").body())
        .contains("\"received\":0", "\"code\":\"peer-gone\"");
    assertThat(ann.sayFrom(earlier, "{\"type\":\"ping\"}").body())
        .isEqualTo("{\"type\":\"ack\",\"received\":0}");
    assertThat(ann.leaveFrom(earlier).statusCode()).isEqualTo(204);
    assertThat(ann.sayFrom(ann.seat(), message(1)).body()).contains("\"received\":1");
    assertThat(ben.poll(ben.seq(), 0).body()).containsOnlyOnce("\"message\"");
  }

  @Test
  void whatIsWrongWithOneMessageIsAProblemAndOfSeveralItStandsWithTheAck() throws Exception {
    HttpResponse<String> one =
        ann.say("{\"type\":\"offer\",\"id\":1,\"to\":\"nobody\",\"sdp\":\"\"}");
    assertThat(one.statusCode()).isEqualTo(410);
    assertThat(one.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(one.body()).contains("\"code\":\"peer-gone\"", "\"re\":1", "\"peers\":[\"nobody\"]");
    HttpResponse<String> several = ann.say("[" + message(2) + ",{\"type\":\"dance\",\"id\":3}]");
    assertThat(several.statusCode()).isEqualTo(200);
    assertThat(several.body()).contains("\"received\":3", "\"code\":\"unknown-type\"", "\"re\":3");
    assertThat(ann.say("[" + message(4) + ",[]," + message(5) + "]").body())
        .contains("\"received\":4,", "\"code\":\"bad-message\"");
    assertThat(ann.say("[[]]").statusCode()).isEqualTo(200);
    assertThat(ann.say("nonsense").statusCode()).isEqualTo(400);
  }

  @Test
  void nobodyReadsOrWritesWithoutTheKey() throws Exception {
    HttpPeer mallory = peer("mallory-0123456789abcdef").join();
    var before = ann.poll(ann.seq(), 0).statusCode();
    assertThat(before).isEqualTo(200);
    try (var events = ann.events("?ticket=" + mallory.ticket())) {
      assertThat(events.status()).isEqualTo(401);
    }
    try (var events = ann.events("", "Authorization", "Bearer " + BEN)) {
      assertThat(events.status()).isEqualTo(401);
    }
    try (var events = ann.events("")) {
      assertThat(events.status()).isEqualTo(401);
    }
  }

  @Test
  void whoGoesOnFromWhatTheLogNoLongerHoldsIsTold() throws Exception {
    assertThat(ann.poll(1, 0).statusCode()).isEqualTo(410);
    assertThat(ann.poll(1, 0).body()).contains("\"code\":\"lagged\"");
    assertThat(peer("nobody-0123456789abcdefg").join().leave().statusCode()).isEqualTo(204);
  }

  @Test
  void whoStopsPollingIsLostAfterTheHeartbeatsTimeOutAndGoneAfterTheResumeWindow()
      throws Exception {
    assertThat(HttpPeer.messages(ben.poll(ben.seq(), 0))).isEmpty();
    for (int seconds = 0; seconds <= 45; seconds += 9) {
      HttpPeer.messages(ann.poll(ann.seq(), 0));
      stage.advance(Duration.ofSeconds(9));
    }
    JsonArray lost = HttpPeer.messages(ann.poll(ben.seq(), 0));
    assertThat(lost.toString()).contains("peer-updated", "\"online\":false").doesNotContain("left");
    stage.advance(Duration.ofSeconds(31));
    assertThat(ann.poll(ben.seq(), 0).body()).contains("peer-left", "timeout");
  }

  @Test
  void whoLeavesIsGoneAtOnceAndItsStreamEnds() throws Exception {
    try (var events = ann.events("?ticket=" + ann.ticket())) {
      assertThat(events.next()).contains("peer-joined");
      assertThat(ann.leave().statusCode()).isEqualTo(204);
      assertThat(events.next()).isEqualTo("(end)");
    }
    assertThat(ben.poll(ben.seq(), 0).body()).contains("peer-left", "\"reason\":\"left\"");
  }

  @Test
  void aClosedStreamIsSeenAtOnce() throws Exception {
    ann.events("?ticket=" + ann.ticket()).close();
    assertThat(ben.poll(ben.seq(), 55).body()).contains("\"online\":false");
  }

  @Test
  void aStreamOfSomebodyWhoPostsNothingEndsSoThatItCanComeAgain() throws Exception {
    try (var events = ann.events("?ticket=" + ann.ticket())) {
      assertThat(events.next()).contains("peer-joined");
      stage.advance(Duration.ofSeconds(46));
      String last = events.next();
      while (!last.equals("(end)")) {
        assertThat(last).contains("\"online\":false"); // ben has posted nothing, either
        last = events.next();
      }
    }
    assertThat(ann.poll(ben.seq(), 0).body()).contains("\"online\":false");
  }

  private static String message(int id) {
    return "{\"type\":\"message\",\"id\":%d,\"data\":%d}".formatted(id, id);
  }

  private HttpPeer peer(String key) {
    return new HttpPeer(http, stage.port(), "http", key);
  }
}
