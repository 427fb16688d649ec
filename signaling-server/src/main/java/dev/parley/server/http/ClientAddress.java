package dev.parley.server.http;

import dev.parley.server.config.AddressBlock;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Determines the address of a client behind trusted proxies.
 *
 * <p>X-Forwarded-For is read from right to left, as long as the entries were written by trusted
 * proxies: entries further left come from the client, which can write anything. Forwarded (RFC
 * 7239) is not read for the same reason: a proxy that writes one of the two headers passes on the
 * other as the client has sent it. Undertow's own handler for this trusts the leftmost entry.
 *
 * <p>Thread-safe.
 */
final class ClientAddress {
  private static final Logger LOG = Logger.getLogger("parley");

  /** An address with a port, in the forms of proxies: [2001:db8::7]:443, or 192.0.2.7:443. */
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[(?<inside>[^\\]]*)](?::\\w+)?|(?<before>.*):[0-9]{1,5}");

  /** One warning per proxy is enough, and clients can cause no more of them. */
  private static final int MAX_WARNINGS = 16;

  private static final int MAX_QUOTED = 100;

  private final List<AddressBlock> trusted;
  private final Set<InetAddress> warnedOf = ConcurrentHashMap.newKeySet();

  ClientAddress(List<AddressBlock> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /** The address of the client that sent a request, in text form. */
  String of(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    HeaderValues forwarded = headers.get(Headers.X_FORWARDED_FOR);
    InetAddress peer = exchange.getSourceAddress().getAddress();
    if (forwarded == null && headers.contains(Headers.FORWARDED) && isTrusted(peer)) {
      warn(
          peer,
          "sends Forwarded, which is not read, and no X-Forwarded-For: configure it to send that");
    }
    return of(
        peer, forwarded == null ? List.of() : List.of(String.join(",", forwarded).split(",", -1)));
  }

  String of(InetAddress peer, List<String> forwardedFor) {
    InetAddress address = peer;
    for (String hop : forwardedFor.reversed()) {
      if (!isTrusted(address)) {
        break;
      }
      InetAddress before = address(hop);
      if (before == null) {
        warn(
            address,
            "sends \""
                + hop.substring(0, Math.min(hop.length(), MAX_QUOTED))
                + "\" in X-Forwarded-For, which is not an address");
        break;
      }
      address = before;
    }
    return text(address);
  }

  private static @Nullable InetAddress address(String hop) {
    String text = hop.strip();
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1).strip();
    }
    InetAddress alone = AddressBlock.literal(text);
    Matcher parts = WITH_PORT.matcher(text);
    if (alone != null || !parts.matches()) {
      return alone;
    }
    String inside = parts.group("inside");
    return AddressBlock.literal(inside == null ? parts.group("before") : inside);
  }

  private void warn(InetAddress proxy, String fault) {
    if (warnedOf.size() < MAX_WARNINGS && warnedOf.add(proxy)) {
      String at = text(proxy);
      LOG.warning(
          "The trusted proxy "
              + at
              + " "
              + fault
              + ". These clients share the limits of one address, "
              + at
              + ".");
    }
  }

  /** Without the zone of an IPv6 address: accounts do not depend on the network interface. */
  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** Whether this is a proxy whose X-Forwarded-For is believed. */
  boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(block -> block.contains(address));
  }
}
