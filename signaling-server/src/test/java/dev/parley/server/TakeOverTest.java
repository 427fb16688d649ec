package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A peer attaches over one transport while its connection over another, or the same, still looks
 * alive: the older is told, and the newer goes on where it says that it was.
 */
class TakeOverTest {
  private static final String ANN = "ann-0123456789abcdefghi";

  private final ServerStage stage = new ServerStage();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<AutoCloseable> open = new ArrayList<>();
  private HttpPeer ann;
  private HttpPeer ben;
  private int said;
  private long start;
  private long benHeard;

  enum Way {
    WEB_SOCKET,
    EVENT_STREAM,
    LONG_POLL
  }

  /** One attachment, of whatever kind. */
  private interface Ear {

    /** The next event. */
    String next() throws Exception;

    /** How it is told that another has replaced it. */
    String end() throws Exception;
  }

  static Stream<Arguments> ways() {
    return Stream.of(Way.values())
        .flatMap(older -> Stream.of(Way.values()).map(newer -> Arguments.of(older, newer)));
  }

  @BeforeEach
  void annAndBenJoin() throws Exception {
    ann = new HttpPeer(http, stage.port(), "tabs", ANN).join();
    ben = new HttpPeer(http, stage.port(), "tabs", "ben-0123456789abcdefghi").join();
    start = ben.seq();
    benHeard = ben.seq();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    http.shutdownNow();
    stage.close();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theOlderIsToldAndTheNewerMissesNothing(Way older, Way newer) throws Exception {
    say();
    Ear first = attach(older, lastSeq());
    if (older != Way.LONG_POLL) { // which would be over with this
      say();
      assertThat(first.next()).contains("\"data\":2");
    }
    Ear second = attach(newer, start); // it says that it has missed all of it
    String last = "";
    for (int number = 1; number <= said; number++) {
      last = second.next();
      assertThat(last).contains("\"data\":" + number);
    }
    assertThat(first.end())
        .isEqualTo(
            switch (older) {
              case WEB_SOCKET -> "4409";
              case EVENT_STREAM -> "(end)";
              case LONG_POLL -> "409";
            });
    if (newer == Way.LONG_POLL) {
      second = attach(newer, seq(last));
    }
    say();
    assertThat(second.next()).contains("\"data\":" + said);
  }

  private void say() throws Exception {
    said++;
    String message = "{\"type\":\"message\",\"id\":%d,\"data\":%d}".formatted(said, said);
    assertThat(ben.say(message).body()).contains("\"received\":" + said);
  }

  private static long seq(String event) {
    return JsonParser.parseString(event).getAsJsonObject().get("seq").getAsLong();
  }

  /** The number of the last event that ann could have heard. */
  private long lastSeq() throws Exception {
    JsonArray events = HttpPeer.messages(ann.poll(start, 0));
    return seq(events.get(events.size() - 1).toString());
  }

  private Ear attach(Way way, long after) throws Exception {
    return switch (way) {
      case WEB_SOCKET -> socket(after);
      case EVENT_STREAM -> stream(after);
      case LONG_POLL -> poll(after);
    };
  }

  private Ear socket(long after) throws IOException {
    var socket = new RawWebSocket(stage.port(), "/v1/rooms/tabs", "");
    open.add(socket);
    socket.say("{\"type\":\"join\",\"key\":\"%s\",\"after\":%d}".formatted(ANN, after));
    assertThat(socket.next().text()).contains("\"resumed\":true");
    return new Ear() {
      @Override
      public String next() throws IOException {
        return socket.next().text();
      }

      @Override
      public String end() throws IOException {
        return String.valueOf(socket.closeCode());
      }
    };
  }

  private Ear stream(long after) throws Exception {
    var events = ann.events("?after=%d&ticket=%s".formatted(after, ann.ticket()));
    open.add(events);
    assertThat(events.status()).isEqualTo(200);
    return new Ear() {
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

  /** Waits until it listens; it is over with the first answer, which may hold several events. */
  private Ear poll(long after) throws Exception {
    boolean waits = after != start;
    if (waits) {
      socket(after);
      open.getLast().close();
      awaitPresence("\"online\":false");
    }
    var answer = new FutureTask<>(() -> ann.poll(after, 55));
    Thread.ofVirtual().start(answer);
    if (waits) {
      awaitPresence("\"online\":true");
    }
    var heard = new AtomicInteger();
    return new Ear() {
      @Override
      public String next() throws Exception {
        return HttpPeer.messages(answer.get()).get(heard.getAndIncrement()).toString();
      }

      @Override
      public String end() throws Exception {
        return String.valueOf(answer.get().statusCode());
      }
    };
  }

  /** Until ben has heard this of ann. */
  private void awaitPresence(String presence) throws Exception {
    String event = "";
    while (!event.contains(presence)) {
      event = HttpPeer.messages(ben.poll(benHeard, 55)).get(0).toString();
      benHeard = seq(event);
    }
  }
}
