package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.SignalKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The messages in protocol/fixtures, decoded and encoded. */
class FixturesTest {
  private static final Payload CANDIDATE =
      Payload.of(
          "{\"candidate\":\"candidate:1 1 UDP 2122252543 192.0.2.7 54321 typ host\","
              + "\"sdpMid\":\"0\",\"sdpMLineIndex\":0}");
  private static final Payload NULL = Payload.of("null");
  private static final Payload QUESTION = Payload.of("{\"may\":\"I?\"}");

  private static final Map<String, Request> REQUESTS =
      Map.ofEntries(
          Map.entry(
              "join",
              new Request.Join(
                  Fixtures.ANA_KEY,
                  Fixtures.ANA_NAME,
                  Payload.of("{\"muted\":false}"),
                  Features.NONE,
                  0,
                  null,
                  null)),
          Map.entry(
              "join-resume",
              new Request.Join(
                  Fixtures.ANA_KEY,
                  Fixtures.ANA_NAME,
                  Payload.of("{}"),
                  Features.NONE,
                  0,
                  "a.b.c",
                  41L)),
          Map.entry("offer", new Request.Signal(1, SignalKind.OFFER, Fixtures.BEN, Fixtures.SDP)),
          Map.entry("answer", new Request.Signal(2, SignalKind.ANSWER, Fixtures.BEN, Fixtures.SDP)),
          Map.entry(
              "candidate", new Request.Signal(3, SignalKind.CANDIDATE, Fixtures.BEN, CANDIDATE)),
          Map.entry(
              "candidate-end", new Request.Signal(4, SignalKind.CANDIDATE, Fixtures.BEN, NULL)),
          Map.entry(
              "message", new Request.Message(5, null, Set.of(), Fixtures.GREETING, false, false)),
          Map.entry(
              "message-to-one",
              new Request.Message(
                  6, Set.of(Fixtures.BEN), Set.of(), Payload.of("\"hi\""), false, false)),
          Map.entry(
              "message-to-several",
              new Request.Message(
                  7,
                  Set.of(Fixtures.BEN, Fixtures.CLEO),
                  Set.of(),
                  Payload.of("[1,2.5,-300.0,null,true]"),
                  false,
                  false)),
          Map.entry(
              "message-except",
              new Request.Message(
                  8, null, Set.of(Fixtures.CLEO), Payload.of("{\"n\":1}"), false, false)),
          Map.entry(
              "ask", new Request.Message(9, Set.of(Fixtures.BEN), Set.of(), QUESTION, true, false)),
          Map.entry("reply", new Request.Reply(10, Fixtures.BEN, 57, Payload.of("{\"yes\":true}"))),
          Map.entry(
              "update", new Request.Update(11, Fixtures.ANA_NAME, Payload.of("{\"muted\":true}"))),
          Map.entry("leave", new Request.Leave(12)),
          Map.entry("ping", new Request.Ping()));

  private static final List<IceServer> ICE =
      List.of(
          IceServer.of("stun:stun.example.org"),
          new IceServer(
              List.of("turn:turn.example.org?transport=udp"), "1700000000:ana", "secret"));

  /** The position of an event is its sequence number. */
  private static final List<Map.Entry<String, Event>> EVENTS =
      List.of(
          Map.entry("peer-joined", new Event.PeerJoined(ben(2, true, "{}"))),
          Map.entry("peer-updated", new Event.PeerUpdated(ben(2, false, "{\"muted\":true}"))),
          Map.entry("peer-left", new Event.PeerLeft(Fixtures.BEN, LeaveReason.TIMEOUT)),
          Map.entry("offer", new Event.Signal(Fixtures.BEN, SignalKind.OFFER, Fixtures.SDP)),
          Map.entry("answer", new Event.Signal(Fixtures.BEN, SignalKind.ANSWER, Fixtures.SDP)),
          Map.entry("candidate", new Event.Signal(Fixtures.BEN, SignalKind.CANDIDATE, CANDIDATE)),
          Map.entry("candidate-end", new Event.Signal(Fixtures.BEN, SignalKind.CANDIDATE, NULL)),
          Map.entry("message", new Event.Message(Fixtures.BEN, Fixtures.GREETING, false, false)),
          Map.entry("ask", new Event.Message(Fixtures.BEN, QUESTION, true, false)),
          Map.entry("reply", new Event.Reply(Fixtures.BEN, 9, 4L, Payload.of("{\"yes\":true}"))));

  private static final PeerInfo SELF =
      new PeerInfo(
          Fixtures.ANA, 3, Fixtures.ANA_NAME, "member", Features.NONE, true, Payload.EMPTY_OBJECT);

  private static final Map<String, Notice> NOTICES =
      Map.of(
          "joined",
          new Notice.Joined(
              Fixtures.ROOM,
              SELF,
              "ticket-for-the-events",
              57,
              0,
              Features.SERVER,
              List.of(ben(1, true, "{}")),
              null,
              null,
              List.of(),
              new Notice.IceServers(ICE, 3600L),
              65_536,
              50,
              20),
          "resumed",
          new Notice.Joined(
              Fixtures.ROOM,
              SELF,
              "ticket-for-the-events",
              41,
              12,
              Features.SERVER,
              null,
              null,
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
              List.of(Fixtures.CLEO),
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

  @TestFactory
  Stream<DynamicTest> fixturesMatchCodec() {
    return Fixtures.tests("", REQUESTS, EVENTS, NOTICES);
  }

  private static PeerInfo ben(long seat, boolean online, String data) {
    return new PeerInfo(
        Fixtures.BEN, seat, Fixtures.BEN_NAME, "member", Features.NONE, online, Payload.of(data));
  }
}
