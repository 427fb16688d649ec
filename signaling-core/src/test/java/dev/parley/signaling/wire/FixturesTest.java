package dev.parley.signaling.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The golden messages of protocol/fixtures, read and written. */
class FixturesTest {
  private static final Path FIXTURES = Path.of("..", "protocol", "fixtures");
  private static final PeerKey ANA_KEY = new PeerKey("ana-fixture-key-0123456789abcdef");
  private static final PeerId ANA = ANA_KEY.id();
  private static final PeerId BEN = new PeerKey("ben-fixture-key-0123456789abcdef").id();
  private static final PeerId CLEO = new PeerKey("cleo-fixture-key-0123456789abcdef").id();
  private static final PeerName ANA_NAME = new PeerName("Ana");
  private static final Payload SDP =
      Payload.of(
          "\"v=0\\r\\no=- 4611731400430051336 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\n\"");
  private static final Payload CANDIDATE =
      Payload.of(
          "{\"candidate\":\"candidate:1 1 UDP 2122252543 192.0.2.7 54321 typ host\","
              + "\"sdpMid\":\"0\",\"sdpMLineIndex\":0}");
  private static final Payload NULL = Payload.of("null");
  private static final Payload GREETING = Payload.of("{\"text\":\"Hello, ☕ <b>all</b>\"}");
  private static final Payload QUESTION = Payload.of("{\"may\":\"I?\"}");

  private static final Map<String, Request> REQUESTS =
      Map.ofEntries(
          Map.entry(
              "join",
              new Request.Join(ANA_KEY, ANA_NAME, Payload.of("{\"muted\":false}"), null, null)),
          Map.entry(
              "join-resume", new Request.Join(ANA_KEY, ANA_NAME, Payload.of("{}"), "a.b.c", 41L)),
          Map.entry("offer", new Request.Offer(1, BEN, SDP)),
          Map.entry("answer", new Request.Answer(2, BEN, SDP)),
          Map.entry("candidate", new Request.Candidate(3, BEN, CANDIDATE)),
          Map.entry("candidate-end", new Request.Candidate(4, BEN, NULL)),
          Map.entry("message", new Request.Message(5, null, Set.of(), GREETING, false)),
          Map.entry(
              "message-to-one",
              new Request.Message(6, Set.of(BEN), Set.of(), Payload.of("\"hi\""), false)),
          Map.entry(
              "message-to-several",
              new Request.Message(
                  7, Set.of(BEN, CLEO), Set.of(), Payload.of("[1,2.5,-300.0,null,true]"), false)),
          Map.entry(
              "message-except",
              new Request.Message(8, null, Set.of(CLEO), Payload.of("{\"n\":1}"), false)),
          Map.entry("ask", new Request.Message(9, Set.of(BEN), Set.of(), QUESTION, true)),
          Map.entry("reply", new Request.Reply(10, BEN, 57, Payload.of("{\"yes\":true}"))),
          Map.entry("update", new Request.Update(11, ANA_NAME, Payload.of("{\"muted\":true}"))),
          Map.entry("leave", new Request.Leave(12)),
          Map.entry("ping", new Request.Ping()));

  private static final List<IceServer> ICE =
      List.of(
          IceServer.of("stun:stun.example.org"),
          new IceServer(
              List.of("turn:turn.example.org?transport=udp"), "1700000000:ana", "secret"));

  private static final Map<String, Event> EVENTS =
      Map.ofEntries(
          Map.entry("peer-joined", new Event.PeerJoined(ben(2, true, "{}"))),
          Map.entry("peer-updated", new Event.PeerUpdated(ben(2, false, "{\"muted\":true}"))),
          Map.entry("peer-left", new Event.PeerLeft(BEN, LeaveReason.TIMEOUT)),
          Map.entry("offer", new Event.Offer(BEN, SDP)),
          Map.entry("answer", new Event.Answer(BEN, SDP)),
          Map.entry("candidate", new Event.Candidate(BEN, CANDIDATE)),
          Map.entry("candidate-end", new Event.Candidate(BEN, NULL)),
          Map.entry("message", new Event.Message(BEN, GREETING, false)),
          Map.entry("ask", new Event.Message(BEN, QUESTION, true)),
          Map.entry("reply", new Event.Reply(BEN, 9, 4L, Payload.of("{\"yes\":true}"))));

  private static final List<String> EVENTS_BY_SEQ =
      List.of(
          "peer-joined",
          "peer-updated",
          "peer-left",
          "offer",
          "answer",
          "candidate",
          "candidate-end",
          "message",
          "ask",
          "reply");

  private static final PeerInfo SELF =
      new PeerInfo(ANA, 3, ANA_NAME, "member", true, Payload.EMPTY_OBJECT);
  private static final RoomName ROOM = new RoomName("standup");

  private static final Map<String, Notice> NOTICES =
      Map.of(
          "joined",
          new Notice.Joined(
              ROOM,
              SELF,
              "ticket-for-the-events",
              57,
              0,
              List.of(ben(1, true, "{}")),
              List.of(),
              new Notice.IceServers(ICE, 3600L),
              65_536,
              50,
              20),
          "resumed",
          new Notice.Joined(
              ROOM,
              SELF,
              "ticket-for-the-events",
              41,
              12,
              null,
              List.of(
                  new Notice.Error(ErrorCode.BAD_MESSAGE, "The member \"sdp\" is missing.", 11)),
              new Notice.IceServers(List.of(), null),
              65_536,
              50,
              20),
          "ack",
          new Notice.Ack(12),
          "ack-errors",
          new Notice.Ack(
              12,
              List.of(
                  new Notice.Error(ErrorCode.BAD_MESSAGE, "The member \"sdp\" is missing.", 11))),
          "error",
          new Notice.Error(ErrorCode.BAD_MESSAGE, "The member \"sdp\" is missing.", 4),
          "error-peer-gone",
          new Notice.Error(
              ErrorCode.PEER_GONE,
              "Nobody with this id has a seat in this room.",
              5,
              List.of(CLEO),
              null),
          "error-rate-limited",
          new Notice.Error(
              ErrorCode.RATE_LIMITED,
              "Too many messages: wait before you send this one again.",
              6,
              List.of(),
              250L),
          "ice-servers",
          new Notice.IceServers(
              List.of(new IceServer(List.of("turn:turn.example.org"), "1700003600:ana", "secret")),
              3600L),
          "bye",
          new Notice.Bye("The server restarts.", 1830),
          "pong",
          new Notice.Pong());

  private final Dialect dialect = NativeDialect.STANDARD;

  @TestFactory
  Stream<DynamicTest> everyRequestIsReadAsItIsMeant() {
    return REQUESTS.entrySet().stream()
        .map(each ->
            test(
                each.getKey(),
                () ->
                    assertThat(decoded(fixture("requests", each.getKey())))
                        .isEqualTo(each.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> everyEventIsWrittenAsItIsMeant() {
    return EVENTS.entrySet().stream()
        .map(each ->
            test(
                each.getKey(),
                () -> {
                  long seq = EVENTS_BY_SEQ.indexOf(each.getKey()) + 1L;
                  assertThat(text(dialect.encode(seq, each.getValue())))
                      .isEqualTo(fixture("events", each.getKey()));
                }));
  }

  @TestFactory
  Stream<DynamicTest> everyNoticeIsWrittenAsItIsMeant() {
    return NOTICES.entrySet().stream()
        .map(each ->
            test(
                each.getKey(),
                () ->
                    assertThat(text(dialect.encode(each.getValue())))
                        .isEqualTo(fixture("notices", each.getKey()))));
  }

  @Test
  void noFixtureIsForgotten() throws IOException {
    assertThat(names("requests")).isEqualTo(REQUESTS.keySet());
    assertThat(names("events")).isEqualTo(EVENTS.keySet());
    assertThat(names("notices")).isEqualTo(NOTICES.keySet());
  }

  private interface Check {
    void run() throws IOException;
  }

  private static DynamicTest test(String name, Check check) {
    return DynamicTest.dynamicTest(name, check::run);
  }

  private static PeerInfo ben(long seat, boolean online, String data) {
    return new PeerInfo(BEN, seat, new PeerName("Ben"), "member", online, Payload.of(data));
  }

  private Request decoded(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return dialect.decode(bytes, 0, bytes.length);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static String fixture(String kind, String name) throws IOException {
    return Files.readString(FIXTURES.resolve(kind).resolve(name + ".json")).strip();
  }

  private static Set<String> names(String kind) throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES.resolve(kind))) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .collect(Collectors.toSet());
    }
  }
}
