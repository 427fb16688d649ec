package dev.parley.bench.dialect;

import java.util.List;
import java.util.Optional;

/** Socket.IO 4 over WebSocket (Engine.IO 4), with the two events of peers/socketio-relay.js. */
public final class SocketIoDialect implements Dialect {

  @Override
  public String path(Names names) {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  @Override
  public List<Step> entrance(Names names) {
    return List.of(
        new Step.Await("0{"),
        new Step.Say("40"),
        new Step.Await("40{"),
        new Step.Say("420[\"join\",\"" + names.room() + "\"]"),
        new Step.Await("430["));
  }

  @Override
  public String letter(Kind kind, Names from, String to) {
    return "42[\"signal\",{\"room\":\""
        + from.room()
        + "\",\"kind\":\""
        + kind
        + "\",\"data\":\""
        + BODY
        + "\"}]";
  }

  @Override
  public Optional<String> farewell() {
    return Optional.of("41");
  }

  @Override
  public Optional<Heartbeat> heartbeat() {
    return Optional.of(new Heartbeat("2", "3"));
  }
}
