package dev.parley.signaling.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The files in protocol/fixtures, and the peers that they mention. */
final class Fixtures {
  static final PeerKey ANA_KEY = new PeerKey("ana-fixture-key-0123456789abcdef");
  static final PeerId ANA = ANA_KEY.id();
  static final PeerId BEN = new PeerKey("ben-fixture-key-0123456789abcdef").id();
  static final PeerId CLEO = new PeerKey("cleo-fixture-key-0123456789abcdef").id();
  static final PeerName ANA_NAME = new PeerName("Ana");
  static final PeerName BEN_NAME = new PeerName("Ben");
  static final RoomName ROOM = new RoomName("standup");
  static final Payload GREETING = Payload.of("{\"text\":\"Hello, ☕ <b>all</b>\"}");

  static final Payload SDP =
      Payload.of(
          "\"v=0\\r\\no=- 4611731400430051336 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\n\"");

  private static final Path FOLDER = Path.of("..", "protocol", "fixtures");

  private Fixtures() {}

  static String read(String kind, String name) throws IOException {
    return Files.readString(FOLDER.resolve(kind).resolve(name + ".json")).strip();
  }

  /**
   * Tests that the fixtures in a folder are what the codec reads and writes, and that there is no
   * other one.
   *
   * @param events the position of an event is its sequence number
   */
  static Stream<DynamicTest> tests(
      String folder,
      Map<String, Request> requests,
      List<Map.Entry<String, Event>> events,
      Map<String, Notice> notices) {
    MessageCodec codec = JsonCodec.STANDARD;
    return Stream.of(
            requests.entrySet().stream()
                .map(each ->
                    dynamicTest(
                        "request " + each.getKey(),
                        () ->
                            assertThat(codec.decode(read(folder + "requests", each.getKey())))
                                .isEqualTo(each.getValue()))),
            events.stream()
                .map(each ->
                    dynamicTest(
                        "event " + each.getKey(),
                        () ->
                            assertThat(
                                    text(codec.encode(events.indexOf(each) + 1L, each.getValue())))
                                .isEqualTo(read(folder + "events", each.getKey())))),
            notices.entrySet().stream()
                .map(each ->
                    dynamicTest(
                        "notice " + each.getKey(),
                        () ->
                            assertThat(text(codec.encode(each.getValue())))
                                .isEqualTo(read(folder + "notices", each.getKey())))),
            Stream.of(
                dynamicTest(
                    "every fixture is covered",
                    () -> {
                      assertThat(names(folder + "requests")).isEqualTo(requests.keySet());
                      assertThat(names(folder + "events"))
                          .isEqualTo(
                              events.stream().map(Map.Entry::getKey).collect(Collectors.toSet()));
                      assertThat(names(folder + "notices")).isEqualTo(notices.keySet());
                    })))
        .flatMap(tests -> tests);
  }

  static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  /** The names of all fixtures of a kind. */
  static Set<String> names(String kind) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(kind))) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .collect(Collectors.toSet());
    }
  }
}
