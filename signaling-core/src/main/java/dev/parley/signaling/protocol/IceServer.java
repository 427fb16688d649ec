package dev.parley.signaling.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A STUN or TURN server, as {@code RTCIceServer} of W3C WebRTC names it, and by its rules: clients
 * hand it to their browser as it is.
 *
 * @param urls one or more, by RFC 7064 and RFC 7065
 * @param username with the credential, for TURN
 */
public record IceServer(List<String> urls, @Nullable String username, @Nullable String credential) {
  /**
   * Checks it as browsers do.
   *
   * @throws IllegalArgumentException with the rest of a sentence that begins with the URL
   */
  public IceServer {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("is missing");
    }
    for (String url : urls) {
      if (IceUrl.isTurn(url) && (username == null || credential == null)) {
        throw new IllegalArgumentException("is that of a TURN server, which wants credentials");
      }
    }
  }

  public static IceServer of(String url) {
    return new IceServer(List.of(url), null, null);
  }
}
