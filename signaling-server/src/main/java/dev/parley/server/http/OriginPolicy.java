package dev.parley.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may connect: those of the server's own origin, and those that are listed (RFC
 * 6455 section 10.2).
 *
 * <p>Who sends no Origin is not a page that runs in somebody else's browser, and is let in.
 */
final class OriginPolicy {
  /** What a page is told that may not. */
  static final String REFUSAL =
      "Pages of this origin may not connect: the operator can list it in PARLEY_ORIGINS.";

  private static final String ANY = "*";

  private final Set<String> allowed;

  OriginPolicy(List<String> allowed) {
    this.allowed =
        allowed.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  boolean allows(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return true;
    }
    String lower = origin.toLowerCase(Locale.ROOT);
    return allowed.contains(ANY) || allowed.contains(lower) || sameHost(lower, host);
  }

  /** The scheme is not compared: behind a proxy only the browser knows it. */
  private static boolean sameHost(String origin, @Nullable String host) {
    if (host == null) {
      return false;
    }
    try {
      URI page = new URI(origin);
      String scheme = page.getScheme();
      if (page.getRawAuthority() == null
          || !page.getRawPath().isEmpty()
          || (!"https".equals(scheme) && !"http".equals(scheme))) {
        return false;
      }
      String standardPort = "https".equals(scheme) ? ":443" : ":80";
      return withPort(page.getRawAuthority(), standardPort)
          .equals(withPort(host.toLowerCase(Locale.ROOT), standardPort));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String withPort(String authority, String standardPort) {
    boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
    return hasPort ? authority : authority + standardPort;
  }
}
