package dev.parley.bench.protocol;

import java.util.List;
import java.util.Optional;

/** The protocols of the measured servers. */
public final class ServerProtocols {
  private ServerProtocols() {}

  /** Parley's protocol (docs/protocol.md). */
  public static final class Parley implements ServerProtocol {
    private static final int KEY_LENGTH = 32;

    @Override
    public String path(Identity identity) {
      return "/v1/rooms/" + identity.room();
    }

    @Override
    public Optional<String> subprotocol() {
      return Optional.of("signaling.v1");
    }

    @Override
    public List<JoinStep> join(Identity identity) {
      String key = identity.client() + "-".repeat(KEY_LENGTH - identity.client().length());
      return List.of(
          new JoinStep.Send("{\"type\":\"join\",\"key\":\"" + key + "\",\"name\":\"load\"}"),
          new JoinStep.AwaitAddress("\"self\":{\"id\":\""));
    }

    @Override
    public String template(MessageKind kind, Identity from, String to) {
      String content =
          switch (kind) {
            case OFFER, ANSWER -> "\"to\":\"%s\",\"sdp\":\"%s\"".formatted(to, PAYLOAD);
            case CANDIDATE ->
                ("\"to\":\"%s\",\"candidate\":"
                        + "{\"candidate\":\"%s\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}")
                    .formatted(to, PAYLOAD);
            case BROADCAST -> "\"data\":\"" + PAYLOAD + "\"";
          };
      String type = kind == MessageKind.BROADCAST ? "message" : kind.toString();
      return "{\"type\":\"%s\",\"id\":%s,%s}".formatted(type, NUMBER, content);
    }

    @Override
    public Optional<String> leaveTemplate() {
      return Optional.of("{\"type\":\"leave\",\"id\":" + NUMBER + "}");
    }

    @Override
    public String errorPrefix() {
      return "{\"type\":\"error\"";
    }
  }

  /** peerjs-server, which routes by the id that a client has chosen and has no rooms. */
  public static final class PeerJs implements ServerProtocol {
    @Override
    public String path(Identity identity) {
      return "/peerjs?key=peerjs&id=%s&token=%s&version=1.5.5"
          .formatted(identity.client(), identity.room());
    }

    @Override
    public List<JoinStep> join(Identity identity) {
      return List.of(new JoinStep.Await("\"OPEN\""));
    }

    @Override
    public String template(MessageKind kind, Identity from, String to) {
      return ("{\"type\":\"%s\",\"payload\":{\"sdp\":\"%s\",\"type\":\"media\","
              + "\"connectionId\":\"mc_%s\"},\"dst\":\"%s\"}")
          .formatted(kind.name(), PAYLOAD, from.room(), to);
    }

    @Override
    public boolean hasBroadcast() {
      return false;
    }

    @Override
    public String errorPrefix() {
      return "{\"type\":\"ERROR\"";
    }
  }

  /** peers/ws-relay.js: forwards the bytes of a message to the other clients at the same path. */
  public static final class WsRelay implements ServerProtocol {
    @Override
    public String path(Identity identity) {
      return "/" + identity.room();
    }

    @Override
    public List<JoinStep> join(Identity identity) {
      return List.of(new JoinStep.Await("joined"));
    }

    @Override
    public String template(MessageKind kind, Identity from, String to) {
      return PAYLOAD;
    }
  }

  /** Socket.IO 4 on Engine.IO 4 over WebSocket, with the events of peers/socketio-relay.js. */
  public static final class SocketIo implements ServerProtocol {
    @Override
    public String path(Identity identity) {
      return "/socket.io/?EIO=4&transport=websocket";
    }

    @Override
    public List<JoinStep> join(Identity identity) {
      return List.of(
          new JoinStep.Await("0{"),
          new JoinStep.Send("40"),
          new JoinStep.Await("40{"),
          new JoinStep.Send("420[\"join\",\"" + identity.room() + "\"]"),
          new JoinStep.Await("430["));
    }

    @Override
    public String template(MessageKind kind, Identity from, String to) {
      return "42[\"signal\",{\"room\":\"%s\",\"kind\":\"%s\",\"data\":\"%s\"}]"
          .formatted(from.room(), kind.name(), PAYLOAD);
    }

    @Override
    public Optional<String> leaveTemplate() {
      return Optional.of("41");
    }

    @Override
    public Heartbeat heartbeat() {
      return new Heartbeat("2", "3");
    }
  }
}
