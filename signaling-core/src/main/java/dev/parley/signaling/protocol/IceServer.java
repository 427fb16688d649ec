package dev.parley.signaling.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A STUN or TURN server, as {@code RTCIceServer} of W3C WebRTC names it. */
public record IceServer(List<String> urls, @Nullable String username, @Nullable String credential) {
  public IceServer {
    urls = List.copyOf(urls);
  }

  public static IceServer of(String url) {
    return new IceServer(List.of(url), null, null);
  }
}
