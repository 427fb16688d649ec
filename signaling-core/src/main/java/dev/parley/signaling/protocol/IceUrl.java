package dev.parley.signaling.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the URL of a STUN or TURN server as browsers do (RFC 7064, RFC 7065; W3C WebRTC, section
 * 4.4.1.6). A URL that a browser rejects makes {@code new RTCPeerConnection} throw.
 */
final class IceUrl {
  private static final Pattern PARTS =
      Pattern.compile("([A-Za-z]+):(\\[[^\\]]*]|[^:\\[\\]?]*)(?::([0-9]*))?(?:\\?(.*))?");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*)(\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*\\.?");

  /** By the URL standard, a host that ends in a number is an IPv4 address or invalid. */
  private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:.*\\.)?[0-9]+\\.?");

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
  private static final Pattern IPV4_AT_THE_END = Pattern.compile("(?<=^|:)" + IPV4 + "$");
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

  /** An IPv6 address has eight groups of 16 bits (RFC 4291, section 2.2). */
  private static final int IPV6_GROUPS = 8;

  /** The longest DNS name in characters (RFC 1035, section 2.3.4). */
  private static final int MAX_NAME = 253;

  private static final int MAX_PORT = 65_535;

  private IceUrl() {}

  /**
   * Checks a URL.
   *
   * @return whether it names a TURN server, which needs credentials
   * @throws IllegalArgumentException if browsers reject it; the message continues a sentence that
   *     begins with the URL
   */
  static boolean isTurn(String url) {
    Matcher parts = PARTS.matcher(url);
    String scheme = url.substring(0, Math.max(url.indexOf(':'), 0)).toLowerCase(Locale.ROOT);
    boolean turn = scheme.equals("turn") || scheme.equals("turns");
    if (!turn && !scheme.equals("stun") && !scheme.equals("stuns")) {
      throw new IllegalArgumentException("does not begin with stun: or stuns:, turn: or turns:");
    }
    if (url.startsWith("//", scheme.length() + 1)) {
      throw new IllegalArgumentException(
          "has slashes after its scheme: leave them out, as in stun:example.org");
    }
    if (!parts.matches() || !isHost(parts.group(2))) {
      throw new IllegalArgumentException(
          "has no host, or more than a host and a port, or an IPv6 address without brackets");
    }
    checkPort(parts.group(3));
    checkQuery(parts.group(4), turn);
    return turn;
  }

  private static boolean isHost(String host) {
    if (host.startsWith("[")) {
      return isIpv6(host.substring(1, host.length() - 1));
    }
    return ENDS_IN_A_NUMBER.matcher(host).matches()
        ? IPV4.matcher(host).matches()
        : host.length() <= MAX_NAME && NAME.matcher(host).matches();
  }

  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == IPV6_GROUPS;
    }
    int before = groups(text.substring(0, gap), false);
    int after = groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
  }

  /**
   * Counts the groups of an IPv6 address; a trailing IPv4 address counts as two. -1 if a group is
   * invalid.
   */
  private static int groups(String text, boolean atTheEnd) {
    if (text.isEmpty()) {
      return 0;
    }
    String hexadecimal = atTheEnd ? IPV4_AT_THE_END.matcher(text).replaceFirst("0:0") : text;
    String[] groups = hexadecimal.split(":", -1);
    boolean valid = Arrays.stream(groups).allMatch(group -> GROUP.matcher(group).matches());
    return valid ? groups.length : -1;
  }

  private static void checkPort(@Nullable String digits) {
    if (digits != null
        && (digits.isEmpty()
            || digits.length() > 5
            || Integer.parseInt(digits) < 1
            || Integer.parseInt(digits) > MAX_PORT)) {
      throw new IllegalArgumentException("has a port outside 1 to " + MAX_PORT);
    }
  }

  private static void checkQuery(@Nullable String query, boolean turn) {
    if (query == null) {
      return;
    }
    if (!turn) {
      throw new IllegalArgumentException("has a query, which a STUN URL may not have");
    }
    if (!query.equals("transport=udp") && !query.equals("transport=tcp")) {
      throw new IllegalArgumentException("has a query other than transport=udp or transport=tcp");
    }
  }
}
