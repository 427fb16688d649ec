package dev.parley.server.config;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Converts the address to listen on from the notation of an operator, and into a URL. */
public final class ListenAddress {
  private static final Pattern NAME = Pattern.compile("[^\\s:/?#@*\\[\\]]+");
  private static final String IPV4_LOOPBACK = "127.0.0.1";

  private ListenAddress() {}

  /** Validates a host, and removes the brackets that an IPv6 address may have, as in a URL. */
  static Optional<String> host(String text) {
    boolean inBrackets = text.startsWith("[") && text.endsWith("]");
    String host = inBrackets ? text.substring(1, text.length() - 1) : text;
    boolean valid =
        host.contains(":")
            ? AddressBlock.literal(host) != null
            : !inBrackets && NAME.matcher(host).matches();
    return valid ? Optional.of(host) : Optional.empty();
  }

  /**
   * The URL of the server for a browser on this machine: with "localhost" if possible, since
   * browsers give plain HTTP pages access to the camera on that host only.
   *
   * @param host the host from the configuration
   * @param bound the address and port that the system has bound
   */
  public static String url(String host, InetSocketAddress bound) {
    return "http://" + hostInUrl(host, bound.getAddress()) + ":" + bound.getPort() + "/";
  }

  private static String hostInUrl(String host, InetAddress address) {
    if (address.isAnyLocalAddress() || address.getHostAddress().equals(IPV4_LOOPBACK)) {
      return "localhost";
    }
    boolean isName = host.chars().anyMatch(Character::isLetter) && !host.contains(":");
    return isName ? host : InetAddresses.toUriString(address).replace("%", "%25");
  }
}
