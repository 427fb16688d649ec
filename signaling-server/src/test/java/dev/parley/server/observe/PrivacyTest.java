package dev.parley.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.LogRecorder;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docs/privacy.md says of the log: a call with marked values, at every level. */
class PrivacyTest {
  private static final String ROOM = "marked-room";
  private static final String SDP = "marked-sdp 192.0.2.77";
  private static final String CANDIDATE = "marked-candidate 192.0.2.78";

  private static final Pattern NAMED_TEST =
      Pattern.compile("`(\\w+Test|[a-z-]+\\.scenario|[a-z-]+\\.test\\.js)`");

  /** Parts of everything that a call contains and no log line may. */
  private static final List<String> NEVER_LOGGED =
      List.of(
          "marked-name",
          "marked-data",
          "marked-sdp",
          "192.0.2.77",
          "marked-candidate",
          "192.0.2.78",
          "marked-text",
          "marked-value",
          "marked-state",
          "marked-feature",
          "marked-token",
          "marked-user-agent",
          "marked-malformed",
          Requests.key("ann"),
          Requests.key("ben"));

  private LogRecorder log = new LogRecorder(PrivacyTest::line);

  /** The page names tests and scenarios as its proofs. */
  @Test
  void testsThatThePageNamesExist() throws IOException {
    Path root = Path.of("..");
    Set<String> files;
    try (Stream<Path> all = Files.walk(root)) {
      files =
          all.filter(file -> !file.toString().contains("node_modules"))
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toSet());
    }
    List<String> named =
        NAMED_TEST
            .matcher(Files.readString(root.resolve("docs/privacy.md")))
            .results()
            .map(name -> name.group(1).endsWith("Test") ? name.group(1) + ".java" : name.group(1))
            .toList();
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(files).as("files that docs/privacy.md names").containsAll(named);
  }

  private static String line(LogRecord entry) {
    return entry.getLevel() + " " + entry.getMessage() + " " + entry.getThrown();
  }

  @AfterEach
  void stopRecording() {
    log.close();
  }

  @Test
  void contentOfACallIsNotLoggedAtAnyLevel() throws Exception {
    log = log.at(Level.ALL);
    String ticket = call();
    List<String> lines = new ArrayList<>(log.lines());
    assertThat(lines).anyMatch(line -> line.contains("127.0.0.1 joined " + ROOM));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("FINER ") && line.contains(" offer of 23 bytes"));
    assertThat(lines).anyMatch(line -> line.contains("got unauthorized"));
    assertThat(lines)
        .as("docs/privacy.md says that none of this is ever logged")
        .allSatisfy(line -> assertThat(line).doesNotContain(NEVER_LOGGED).doesNotContain(ticket));
  }

  /** Without a logging configuration, the log has faults and warnings only. */
  @Test
  void callIsNotLoggedByDefault() throws Exception {
    call();
    assertThat(log.lines()).isEmpty();
  }

  /** A call over both kinds of transports, with refusals, a lost connection and a resume. */
  private static String call() throws Exception {
    try (TestServer server = new TestServer()) {
      HttpPeer ben = server.peer(ROOM, "ben");
      talk(server, ben);
      HttpPeer.messages(ben.poll(ben.seq()));
      assertThat(ben.post("marked-malformed").statusCode()).isEqualTo(400);
      String wrongTicket = ben.self().getPath() + "/messages?ticket=9." + ben.ticket();
      assertThat(server.get(wrongTicket).statusCode()).isEqualTo(401);
      server.advance(Duration.ofSeconds(1));
      try (RawWebSocket ann = RawWebSocket.open(server.port(), ROOM)) {
        ann.send(Requests.resume("ann", ben.seq()));
        assertThat(ann.receiveText()).contains("\"resumed\":true");
      }
      server.advance(Duration.ofMinutes(3));
      return ben.ticket();
    }
  }

  private static void talk(TestServer server, HttpPeer ben) throws Exception {
    String userAgent = "User-Agent: marked-user-agent\r\n";
    try (RawWebSocket ann = RawWebSocket.open(server.port(), ROOM, userAgent)) {
      ann.send(
          Requests.join(
              "ann",
              ",\"name\":\"marked-name\",\"data\":\"marked-data\",\"token\":\"marked-token\","
                  + "\"features\":[\"marked-feature\",\"state\"]"));
      assertThat(ann.receiveText()).contains("joined");
      ben.join();
      String to = "\"to\":\"" + ben.id() + "\"";
      ann.send("{\"type\":\"offer\",\"id\":1,%s,\"sdp\":\"%s\"}".formatted(to, SDP));
      ann.send(
          "{\"type\":\"candidate\",\"id\":2,%s,\"candidate\":{\"candidate\":\"%s\"}}"
              .formatted(to, CANDIDATE));
      ann.send("{\"type\":\"message\",\"id\":3,\"data\":\"marked-text\",\"keep\":true}");
      ann.send("{\"type\":\"set\",\"id\":4,\"name\":\"marked-state\",\"value\":\"marked-value\"}");
      ann.send("{\"type\":\"offer\",\"id\":5,\"to\":\"marked-text\",\"sdp\":\"marked-sdp\"}");
      ann.send("{\"type\":\"marked-malformed\",\"id\":6}");
      ann.send("marked-malformed");
      ann.send("{\"type\":\"set\",\"id\":7,\"name\":\"marked malformed\",\"value\":1}");
      ann.send(Requests.PING);
      while (!ann.receiveText().contains("pong")) {} // all of it has been processed
    }
  }
}
