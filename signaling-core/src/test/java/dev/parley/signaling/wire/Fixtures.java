package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.RoomName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final Path FOLDER = Path.of("..", "protocol", "fixtures");

  private Fixtures() {}

  static String read(String kind, String name) throws IOException {
    return Files.readString(FOLDER.resolve(kind).resolve(name + ".json")).strip();
  }

  /** The names of all fixtures of a kind. */
  static Set<String> names(String kind) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(kind))) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .collect(Collectors.toSet());
    }
  }

  interface Check {
    void run() throws IOException;
  }

  static DynamicTest test(String name, Check check) {
    return DynamicTest.dynamicTest(name, check::run);
  }

  static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
