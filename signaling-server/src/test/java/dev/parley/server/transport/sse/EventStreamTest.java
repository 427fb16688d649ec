package dev.parley.server.transport.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.HttpPeer.EventStream;
import dev.parley.server.support.Requests;
import dev.parley.server.support.TwoPeersFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Event streams: where they begin, how they end, and who may open them. */
class EventStreamTest extends TwoPeersFixture {

  @Test
  void streamBeginsWithTheSeatAndIdsAreEventNumbers() throws Exception {
    try (var events = ann.stream()) {
      assertThat(events.status()).isEqualTo(200);
      assertThat(numbered(events.next())).contains("peer-joined");
      ben.post(Requests.message(1, "one"));
      assertThat(numbered(events.next())).contains("\"one\"");
    }
  }

  /** Checks that the id of an event is its number. */
  private static String numbered(String event) {
    String id = event.substring(0, event.indexOf(' '));
    assertThat(event).contains("\"seq\":" + id + ",");
    return event;
  }

  @Test
  void streamSendsKeepAlivesThatPagesCanSee() throws Exception {
    try (var events = ben.stream()) {
      assertThat(events.nextOfAny()).isEqualTo(EventStream.KEEP_ALIVE);
      server.advance(Duration.ofSeconds(21));
      assertThat(events.nextOfAny()).isEqualTo(EventStream.KEEP_ALIVE);
    }
  }

  @Test
  void onlyAReplacedStreamEndsWithAnError() throws Exception {
    String query = "?after=%d&ticket=%s".formatted(ben.seq(), ben.ticket());
    try (var older = ben.stream(query);
        var newer = ben.stream(query)) {
      assertThat(older.next()).contains("\"error\"", "\"code\":\"replaced\"");
      assertThat(older.next()).isEqualTo(EventStream.END);
      assertThat(ben.leave().statusCode()).isEqualTo(204);
      assertThat(newer.next()).isEqualTo(EventStream.END);
    }
  }

  /** A browser reconnects with the URL of the first request, whose {@code after} is outdated. */
  @Test
  void lastEventIdOverridesTheQuery() throws Exception {
    ben.post(Requests.array(Requests.message(1), Requests.message(2), Requests.message(3)));
    String old = "?after=%d&ticket=%s".formatted(ann.seq(), ann.ticket());
    try (var events = ann.stream(old, "Last-Event-ID", String.valueOf(ben.seq() + 2))) {
      assertThat(events.next()).contains("\"data\":3");
    }
  }

  @Test
  void streamNeedsTheTicketOrKeyOfItsPeer() throws Exception {
    HttpPeer mallory = server.peer(ROOM, "mallory").join();
    assertThat(ann.poll(ann.seq()).statusCode()).isEqualTo(200);
    try (var events = ann.stream("?ticket=" + mallory.ticket())) {
      assertThat(events.status()).isEqualTo(401);
    }
    try (var events = ann.stream("", "Authorization", "Bearer " + Requests.key("ben"))) {
      assertThat(events.status()).isEqualTo(401);
    }
    try (var events = ann.stream("")) {
      assertThat(events.status()).isEqualTo(401);
    }
  }

  /** A proxy in front may need {@code Authorization} for credentials of its own. */
  @Test
  void keyMayBeSentBesideTheCredentialsOfAProxy() throws Exception {
    String basic = "Basic dXNlcjpwYXNzd29yZA==";
    String key = Requests.key("ann");
    try (var events = ann.stream("", "Authorization", basic, "Parley-Key", key)) {
      assertThat(events.status()).isEqualTo(200);
    }
    try (var events = ann.stream("", "Authorization", "Bearer " + key, "Parley-Key", "x" + key)) {
      assertThat(events.status()).isEqualTo(401);
    }
    try (var events = ann.stream("", "Authorization", basic)) {
      assertThat(events.status()).isEqualTo(401);
    }
  }

  @Test
  void leavingEndsTheStream() throws Exception {
    try (var events = ann.stream()) {
      assertThat(events.next()).contains("peer-joined");
      assertThat(ann.leave().statusCode()).isEqualTo(204);
      assertThat(events.next()).isEqualTo(EventStream.END);
    }
    assertThat(ben.poll(ben.seq()).body()).contains("peer-left", "\"reason\":\"left\"");
  }

  @Test
  void closedStreamTakesThePeerOfflineAtOnce() throws Exception {
    ann.stream().close();
    assertThat(ben.poll(ben.seq(), 55).body()).contains("\"online\":false");
  }

  /** The server cannot tell whether such a client is still there: a live one reconnects. */
  @Test
  void streamOfAPeerThatPostsNothingEnds() throws Exception {
    try (var events = ann.stream()) {
      assertThat(events.next()).contains("peer-joined");
      server.advance(Duration.ofSeconds(46));
      String last = events.next();
      while (!last.equals(EventStream.END)) {
        assertThat(last).contains("\"online\":false"); // Ben has posted nothing either
        last = events.next();
      }
    }
    assertThat(ann.poll(ben.seq()).body()).contains("\"online\":false");
  }
}
