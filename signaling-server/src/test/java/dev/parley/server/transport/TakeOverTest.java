package dev.parley.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.HttpPeer.EventStream;
import dev.parley.server.support.Requests;
import dev.parley.server.support.TwoPeersFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A second connection of a peer, over the same or another transport, takes over its seat: the first
 * receives {@code replaced}, and the second resumes after the event that it names.
 */
class TakeOverTest extends TwoPeersFixture {
  private final List<AutoCloseable> open = new ArrayList<>();
  private int sent;
  private long start;
  private long lastOfBen;

  enum Transport {
    WEB_SOCKET,
    EVENT_STREAM,
    LONG_POLL
  }

  /** A connection of Ann. */
  private interface Attachment {

    /** The next event. */
    String next() throws Exception;

    /** How the transport ends when the seat is taken over: a close code, a status or the end. */
    String end() throws Exception;
  }

  static Stream<Arguments> pairsOfTransports() {
    return Stream.of(Transport.values())
        .flatMap(older -> Stream.of(Transport.values()).map(newer -> Arguments.of(older, newer)));
  }

  @BeforeEach
  void noteStart() {
    start = ben.seq();
    lastOfBen = ben.seq();
  }

  @AfterEach
  void closeAttachments() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @ParameterizedTest
  @MethodSource("pairsOfTransports")
  void olderAttachmentIsReplacedAndNewerReceivesEverything(Transport older, Transport newer)
      throws Exception {
    send();
    Attachment first = attach(older, lastSeq());
    if (older != Transport.LONG_POLL) { // which ends with its first event
      send();
      assertThat(first.next()).contains("\"data\":2");
    }
    Attachment second = attach(newer, start);
    String last = "";
    for (int number = 1; number <= sent; number++) {
      last = second.next();
      assertThat(last).contains("\"data\":" + number);
    }
    assertThat(first.end())
        .isEqualTo(
            switch (older) {
              case WEB_SOCKET -> "4409";
              case EVENT_STREAM -> EventStream.END;
              case LONG_POLL -> "409";
            });
    if (newer == Transport.LONG_POLL) {
      second = attach(newer, seq(last));
    }
    send();
    assertThat(second.next()).contains("\"data\":" + sent);
  }

  @Test
  void replacedStreamReceivesEarlierEventsFirst() throws Exception {
    ben.post(Requests.message(1));
    assertThat(HttpPeer.messages(ann.poll(ben.seq()))).hasSize(1);
    try (var socket = server.socket(ROOM);
        var events = ann.stream()) {
      assertThat(events.next()).contains("peer-joined");
      socket.send(Requests.resume("ann", ben.seq()));
      assertThat(socket.receiveText()).contains("\"resumed\":true");
      assertThat(socket.receiveText()).contains("\"data\":1");
      assertThat(events.next()).contains("\"data\":1");
      assertThat(events.next()).contains("\"code\":\"replaced\"");
      assertThat(events.next()).isEqualTo(EventStream.END);
      ben.post(Requests.message(2));
      assertThat(socket.receiveText()).contains("\"data\":2");
    }
  }

  private void send() throws Exception {
    sent++;
    assertThat(ben.post(Requests.message(sent)).body()).contains("\"received\":" + sent);
  }

  private static long seq(String event) {
    return JsonParser.parseString(event).getAsJsonObject().get("seq").getAsLong();
  }

  /** The number of the last event for Ann. */
  private long lastSeq() throws Exception {
    JsonArray events = HttpPeer.messages(ann.poll(start));
    return seq(events.get(events.size() - 1).toString());
  }

  private Attachment attach(Transport transport, long after) throws Exception {
    return switch (transport) {
      case WEB_SOCKET -> socket(after);
      case EVENT_STREAM -> stream(after);
      case LONG_POLL -> poll(after);
    };
  }

  private Attachment socket(long after) throws IOException {
    var socket = server.socket(ROOM);
    open.add(socket);
    socket.send(Requests.resume("ann", after));
    assertThat(socket.receiveText()).contains("\"resumed\":true");
    return new Attachment() {
      @Override
      public String next() throws IOException {
        return socket.receiveText();
      }

      @Override
      public String end() throws IOException {
        return String.valueOf(socket.awaitClose());
      }
    };
  }

  private Attachment stream(long after) throws Exception {
    var events = ann.stream("?after=%d&ticket=%s".formatted(after, ann.ticket()));
    open.add(events);
    assertThat(events.status()).isEqualTo(200);
    return new Attachment() {
      @Override
      public String next() throws IOException {
        String event = events.next();
        return event.substring(event.indexOf(' ') + 1);
      }

      @Override
      public String end() throws IOException {
        assertThat(next()).contains("\"code\":\"replaced\"");
        return events.next();
      }
    };
  }

  /**
   * Starts a long poll, and waits until the server has attached it: Ben sees Ann online. It ends
   * with the first response, which may contain several events.
   */
  private Attachment poll(long after) throws Exception {
    boolean waits = after != start;
    if (waits) {
      socket(after);
      open.getLast().close();
      awaitPresence("\"online\":false");
    }
    var response = ann.longPoll(after);
    if (waits) {
      awaitPresence("\"online\":true");
    }
    var received = new AtomicInteger();
    return new Attachment() {
      @Override
      public String next() throws Exception {
        return HttpPeer.messages(response.get()).get(received.getAndIncrement()).toString();
      }

      @Override
      public String end() throws Exception {
        return String.valueOf(response.get().statusCode());
      }
    };
  }

  /** Waits until Ben has received this state of Ann. */
  private void awaitPresence(String presence) throws Exception {
    String event = "";
    while (!event.contains(presence)) {
      event = HttpPeer.messages(ben.poll(lastOfBen, 55)).get(0).toString();
      lastOfBen = seq(event);
    }
  }
}
