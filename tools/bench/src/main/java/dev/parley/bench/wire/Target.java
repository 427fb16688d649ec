package dev.parley.bench.wire;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a server is.
 *
 * @param base what stands before the paths of the server, without a slash at its end
 */
public record Target(InetSocketAddress address, String host, String base, boolean secure) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** The server at a URL that begins with http, https, ws or wss. */
  public static Target of(String url) {
    URI uri = uri(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !scheme.matches("https?|wss?")) {
      throw unlike(url);
    }
    boolean secure = scheme.equals("https") || scheme.equals("wss");
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS : HTTP;
    InetSocketAddress address = new InetSocketAddress(uri.getHost(), port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("There is no host " + uri.getHost() + ": check the URL.");
    }
    String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + port;
    return new Target(address, host, uri.getRawPath().replaceAll("/+$", ""), secure);
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw unlike(url);
    }
  }

  private static IllegalArgumentException unlike(String url) {
    return new IllegalArgumentException(
        url + " is no URL like https://call.example.org or ws://localhost:8080.");
  }

  public static Target local(int port) {
    return of("ws://127.0.0.1:" + port);
  }

  /** The name that a certificate must have. */
  String name() {
    return address.getHostString();
  }

  boolean isLocal() {
    return address.getAddress().isLoopbackAddress();
  }
}
