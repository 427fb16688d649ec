package dev.parley.bench.net;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The address of a server.
 *
 * @param base the path of the URL, which precedes the server's own paths, without a trailing slash
 */
public record Target(InetSocketAddress address, String host, String base, boolean secure) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** The server at a URL with the scheme http, https, ws or wss. */
  public static Target of(String url) {
    URI uri = uri(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !scheme.matches("https?|wss?")) {
      throw invalid(url);
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
      throw invalid(url);
    }
  }

  private static IllegalArgumentException invalid(String url) {
    return new IllegalArgumentException(
        url + " is not a URL like https://call.example.org or ws://localhost:8080.");
  }

  public static Target local(int port) {
    return of("ws://127.0.0.1:" + port);
  }

  /** The host name that the server's certificate must have. */
  String hostName() {
    return address.getHostString();
  }

  boolean isLoopback() {
    return address.getAddress().isLoopbackAddress();
  }
}
