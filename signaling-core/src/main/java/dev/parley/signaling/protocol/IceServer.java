package dev.parley.signaling.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A STUN or TURN server in the shape of {@code RTCIceServer} (W3C WebRTC, section 4.2.4): clients
 * pass it to {@code RTCPeerConnection} unchanged.
 *
 * @param urls one or more, by RFC 7064 ({@code stun:}, {@code stuns:}) and RFC 7065 ({@code turn:},
 *     {@code turns:})
 * @param username null for STUN; required together with the credential for TURN
 * @param credential the password for TURN
 */
public record IceServer(List<String> urls, @Nullable String username, @Nullable String credential) {
  /**
   * Applies the checks of browsers: an invalid server makes {@code new RTCPeerConnection} throw in
   * every client, so it is better refused when the server starts.
   *
   * @throws IllegalArgumentException if there is no URL, a URL is invalid, or a TURN server has no
   *     credentials; the message continues a sentence that begins with the URL
   */
  public IceServer {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("is missing");
    }
    for (String url : urls) {
      if (IceUrl.isTurn(url) && (username == null || credential == null)) {
        throw new IllegalArgumentException("names a TURN server, which needs credentials");
      }
    }
  }

  /** Without the credential, which no log may show. */
  @Override
  public String toString() {
    return "IceServer" + urls;
  }

  /** A STUN server, which needs no credentials. */
  public static IceServer of(String url) {
    return new IceServer(List.of(url), null, null);
  }
}
