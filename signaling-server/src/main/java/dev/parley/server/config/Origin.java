package dev.parley.server.config;

import com.google.common.net.InetAddresses;
import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A web origin in the form in which browsers send it (HTML standard, "ASCII serialisation of an
 * origin"): lower case, host names in ASCII, no port if it is the scheme's default.
 *
 * @param text such as {@code https://call.example.org} or {@code capacitor://localhost}
 */
public record Origin(String text) {
  private static final Pattern PARTS =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]*)://(\\[[^\\]]*]|[^:/?#@\\\\\\[\\]]*)(?::([0-9]{0,5}))?");
  private static final Map<String, Integer> STANDARD_PORTS = Map.of("http", 80, "https", 443);

  /** No page has an origin with these schemes: a page loaded by them has another one, or null. */
  private static final Set<String> SCHEMES_WITHOUT_ORIGIN =
      Set.of(
          "ws", "wss", "ftp", "data", "blob", "about", "javascript", "filesystem", "view-source");

  /** IDNA 2003, which Java has, and IDNA 2008 encode these differently (UTS 46 section 7). */
  private static final Pattern AMBIGUOUS_IN_IDNA =
      Pattern.compile("[\u00DF\u1E9E\u03C2\u200C\u200D]");

  private static final Pattern HOST = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.?");
  private static final Pattern APP_HOST = Pattern.compile("[a-z0-9._~-]*");
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?");

  /** A host name has at most 253 characters in ASCII, and more of them before its conversion. */
  private static final int MAX_LENGTH = 512;

  private static final int MAX_PORT = 65_535;
  private static final int IPV6_BYTES = 16;

  /**
   * Parses an origin from the configuration.
   *
   * @throws IllegalArgumentException if no browser sends it; the message is the reason, as a
   *     predicate whose subject is the origin
   */
  public static Origin of(String text) {
    Matcher parts = PARTS.matcher(text);
    if (text.length() > MAX_LENGTH || !parts.matches()) {
      throw new IllegalArgumentException(fault(text));
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (SCHEMES_WITHOUT_ORIGIN.contains(scheme)) {
      throw new IllegalArgumentException("has a scheme that no page has");
    }
    Integer standardPort = STANDARD_PORTS.get(scheme);
    String host = standardPort == null ? appHost(parts.group(2)) : host(parts.group(2));
    return new Origin(scheme + "://" + host + port(parts.group(3), standardPort));
  }

  /** Parses an origin from a request; empty if it is not valid. */
  public static Optional<Origin> parse(String text) {
    try {
      return Optional.of(of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether this is the origin of a server with this {@code Host}. The scheme is not compared:
   * behind a proxy that terminates TLS, only the browser knows it.
   */
  public boolean isAt(String host) {
    String scheme = text.substring(0, text.indexOf(':'));
    return STANDARD_PORTS.containsKey(scheme)
        && parse(scheme + "://" + host).filter(this::equals).isPresent();
  }

  private static String fault(String text) {
    if (text.equals("null")) {
      return "is the origin of every sandboxed page and local file";
    }
    int authority = text.indexOf("://");
    if (authority < 0) {
      return "has no scheme, like https://, before its host";
    }
    return text.substring(authority).contains("@")
        ? "has a user name before its host"
        : "has more than a scheme, a host and a port";
  }

  private static String host(String text) {
    if (text.startsWith("[")) {
      return ipv6(text.substring(1, text.length() - 1));
    }
    if (text.contains("*")) {
      throw new IllegalArgumentException("has a wildcard: * can only stand alone, for all origins");
    }
    String host = ascii(text);
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("has no valid host name");
    }
    if (ENDS_IN_A_NUMBER.matcher(host).matches() && !InetAddresses.isInetAddress(host)) {
      throw new IllegalArgumentException("has an IPv4 address that is not four numbers up to 255");
    }
    return host;
  }

  private static String ascii(String host) {
    if (AMBIGUOUS_IN_IDNA.matcher(host).find()) {
      throw new IllegalArgumentException(
          "has a host that browsers encode differently: write it in ASCII, beginning with xn--");
    }
    try {
      String composed = Normalizer.normalize(host.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
      return IDN.toASCII(composed, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has no valid host name", e);
    }
  }

  private static String ipv6(String text) {
    if (!text.contains(":") || !InetAddresses.isInetAddress(text) || text.contains("%")) {
      throw new IllegalArgumentException("has no IPv6 address in its brackets");
    }
    return InetAddresses.toUriString(unmapped(InetAddresses.forString(text)));
  }

  /** Undoes Java's conversion of IPv4-mapped IPv6 addresses to IPv4, which browsers do not do. */
  private static InetAddress unmapped(InetAddress address) {
    if (!(address instanceof Inet4Address)) {
      return address;
    }
    byte[] bytes = new byte[IPV6_BYTES];
    bytes[10] = (byte) 0xFF;
    bytes[11] = (byte) 0xFF;
    System.arraycopy(address.getAddress(), 0, bytes, 12, 4);
    try {
      return Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException e) {
      throw new AssertionError("sixteen bytes are an address", e);
    }
  }

  private static String appHost(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    if (!APP_HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("has no valid host of an app");
    }
    return host;
  }

  private static String port(@Nullable String digits, @Nullable Integer standard) {
    if (digits == null || digits.isEmpty()) {
      return "";
    }
    int port = Integer.parseInt(digits);
    if (port > MAX_PORT) {
      throw new IllegalArgumentException("has a port above " + MAX_PORT);
    }
    return standard != null && port == standard ? "" : ":" + port;
  }
}
