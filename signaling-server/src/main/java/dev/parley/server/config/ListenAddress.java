package dev.parley.server.config;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address to listen on, in all the spellings that it has, and in a URL. */
public final class ListenAddress {
  private static final Pattern NAME = Pattern.compile("[^\\s:/?#@*\\[\\]]+");
  private static final String USUAL_LOOPBACK = "127.0.0.1";

  private ListenAddress() {}

  /** A host as it can be listened on: an IPv6 address may stand in brackets, as in a URL. */
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
   * Where a browser on this machine finds a server: at "localhost" if that leads there, since pages
   * from there may use the camera.
   *
   * @param host what is listened on, as an operator has written it
   * @param bound what has become of it
   */
  public static String url(String host, InetSocketAddress bound) {
    return "http://" + hostInUrl(host, bound.getAddress()) + ":" + bound.getPort() + "/";
  }

  private static String hostInUrl(String host, InetAddress address) {
    if (address.isAnyLocalAddress() || address.getHostAddress().equals(USUAL_LOOPBACK)) {
      return "localhost";
    }
    boolean isName = host.chars().anyMatch(Character::isLetter) && !host.contains(":");
    return isName ? host : InetAddresses.toUriString(address).replace("%", "%25");
  }
}
