package dev.parley.bench.dialect;

import java.util.List;
import java.util.Optional;

/** Our own protocol (docs/protocol.md). */
public final class ParleyDialect implements Dialect {
  private static final int KEY_LENGTH = 32;

  @Override
  public String path(Names names) {
    return "/v1/rooms/" + names.room();
  }

  @Override
  public Optional<String> subprotocol() {
    return Optional.of("signaling.v1");
  }

  @Override
  public List<Step> entrance(Names names) {
    String key = names.self() + "-".repeat(KEY_LENGTH - names.self().length());
    return List.of(
        new Step.Say("{\"type\":\"join\",\"key\":\"" + key + "\",\"name\":\"load\"}"),
        new Step.Learn("\"self\":{\"id\":\""));
  }

  @Override
  public String letter(Kind kind, Names from, String to) {
    String head = "{\"type\":\"%s\",\"id\":%s,".formatted(kind.lower(), NUMBER);
    return switch (kind) {
      case OFFER, ANSWER -> head + "\"to\":\"" + to + "\",\"sdp\":\"" + BODY + "\"}";
      case CANDIDATE ->
          head
              + "\"to\":\""
              + to
              + "\",\"candidate\":{\"candidate\":\""
              + BODY
              + "\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}}";
      case BROADCAST -> "{\"type\":\"message\",\"id\":" + NUMBER + ",\"data\":\"" + BODY + "\"}";
    };
  }

  @Override
  public Optional<String> farewell() {
    return Optional.of("{\"type\":\"leave\",\"id\":" + NUMBER + "}");
  }

  @Override
  public Optional<String> complaint() {
    return Optional.of("{\"type\":\"error\"");
  }
}
