package dev.parley.bench.dialect;

import java.util.List;
import java.util.Optional;

/**
 * What PeerJS speaks with its server, which knows no rooms: one is called by the id that one has
 * chosen.
 */
public final class PeerJsDialect implements Dialect {

  @Override
  public String path(Names names) {
    return "/peerjs?key=peerjs&id=" + names.self() + "&token=" + names.room() + "&version=1.5.5";
  }

  @Override
  public List<Step> entrance(Names names) {
    return List.of(new Step.Await("\"OPEN\""));
  }

  @Override
  public String letter(Kind kind, Names from, String to) {
    return "{\"type\":\""
        + kind
        + "\",\"payload\":{\"sdp\":\""
        + BODY
        + "\",\"type\":\"media\",\"connectionId\":\"mc_"
        + from.room()
        + "\"},\"dst\":\""
        + to
        + "\"}";
  }

  @Override
  public boolean hasBroadcasts() {
    return false;
  }

  @Override
  public Optional<String> complaint() {
    return Optional.of("{\"type\":\"ERROR\"");
  }
}
