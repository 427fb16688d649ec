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
 * A web origin, spelled as browsers send it (HTML standard, "ASCII serialisation of an origin"):
 * lower case, names of hosts in ASCII, and no port where it is that of the scheme.
 *
 * @param text such as {@code https://call.example.org} or {@code capacitor://localhost}
 */
public record Origin(String text) {
  private static final Pattern PARTS =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]*)://(\\[[^\\]]*]|[^:/?#@\\\\\\[\\]]*)(?::([0-9]{0,5}))?");
  private static final Map<String, Integer> STANDARD_PORTS = Map.of("http", 80, "https", 443);

  /** Pages are never of these: the origin of a page that is loaded by one is another, or null. */
  private static final Set<String> OF_NO_PAGE =
      Set.of(
          "ws", "wss", "ftp", "data", "blob", "about", "javascript", "filesystem", "view-source");

  /** Old and new rules spell these differently (UTS 46, section 7, "deviations"). */
  private static final Pattern SPELLED_DIFFERENTLY =
      Pattern.compile("[\u00DF\u1E9E\u03C2\u200C\u200D]");

  private static final Pattern HOST = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.?");
  private static final Pattern HOST_OF_AN_APP = Pattern.compile("[a-z0-9._~-]*");
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?");

  /** A name has 253 characters at most, of which each can be several before it is in ASCII. */
  private static final int MAX_LENGTH = 512;

  private static final int MAX_PORT = 65_535;
  private static final int IPV6_BYTES = 16;

  /**
   * An origin as a person writes it.
   *
   * @throws IllegalArgumentException if no browser sends it; the message says why, as the end of a
   *     sentence that begins with the origin
   */
  public static Origin of(String text) {
    Matcher parts = PARTS.matcher(text);
    if (text.length() > MAX_LENGTH || !parts.matches()) {
      throw new IllegalArgumentException(fault(text));
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (OF_NO_PAGE.contains(scheme)) {
      throw new IllegalArgumentException("has a scheme that no page is of");
    }
    Integer standardPort = STANDARD_PORTS.get(scheme);
    String host = standardPort == null ? hostOfAnApp(parts.group(2)) : host(parts.group(2));
    return new Origin(scheme + "://" + host + port(parts.group(3), standardPort));
  }

  /** An origin as a browser sends it, or nothing if none is. */
  public static Optional<Origin> parse(String text) {
    try {
      return Optional.of(of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether its pages are those of a web server that is asked by this name, with its port. The
   * scheme is not compared: behind a proxy only the browser knows it.
   */
  public boolean isAt(String host) {
    String scheme = text.substring(0, text.indexOf(':'));
    return STANDARD_PORTS.containsKey(scheme)
        && parse(scheme + "://" + host).filter(this::equals).isPresent();
  }

  private static String fault(String text) {
    if (text.equals("null")) {
      return "is what all sandboxed pages and local files send, whoever has made them";
    }
    int authority = text.indexOf("://");
    if (authority < 0) {
      return "has no scheme, like https://, before its host";
    }
    return text.substring(authority).contains("@")
        ? "has the name of a user before its host"
        : "has more than a scheme, a host and a port";
  }

  private static String host(String text) {
    if (text.startsWith("[")) {
      return ipv6(text.substring(1, text.length() - 1));
    }
    if (text.contains("*")) {
      throw new IllegalArgumentException("has a wildcard, and * can only stand alone, for all");
    }
    String host = ascii(text);
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("has no host that can be the name of one");
    }
    if (ENDS_IN_A_NUMBER.matcher(host).matches() && !InetAddresses.isInetAddress(host)) {
      throw new IllegalArgumentException("has an address that is not of four numbers up to 255");
    }
    return host;
  }

  private static String ascii(String host) {
    if (SPELLED_DIFFERENTLY.matcher(host).find()) {
      throw new IllegalArgumentException(
          "has a host that is to be written in ASCII, as xn--, since not all spell it alike");
    }
    try {
      String composed = Normalizer.normalize(host.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
      return IDN.toASCII(composed, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has no host that can be the name of one", e);
    }
  }

  private static String ipv6(String text) {
    if (!text.contains(":") || !InetAddresses.isInetAddress(text) || text.contains("%")) {
      throw new IllegalArgumentException("has no IPv6 address in its brackets");
    }
    return InetAddresses.toUriString(unmapped(InetAddresses.forString(text)));
  }

  /** Java takes an IPv4 address in the guise of IPv6 for one of IPv4, and browsers do not. */
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

  private static String hostOfAnApp(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    if (!HOST_OF_AN_APP.matcher(host).matches()) {
      throw new IllegalArgumentException("has no host that an app can have");
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
