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
 * The address of the client itself, where proxies that are trusted stand in front of the server.
 *
 * <p>X-Forwarded-For is read from its right end, where our own proxy writes, and only as far as
 * trusted proxies wrote it: what stands left of them is a stranger's claim. For the same reason
 * Forwarded (RFC 7239) is not read: proxies that write one of the two pass the other on as the
 * client has sent it.
 */
final class ClientAddress {
  private static final Logger LOG = Logger.getLogger("parley");

  /** An address as proxies write it: in quotes, in brackets, with a port, which may be a name. */
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[(?<inside>[^\\]]*)](?::\\w+)?|(?<before>.*):[0-9]{1,5}");

  /** One line for each proxy is enough to tell an operator, and strangers can cause no more. */
  private static final int MOST_WARNINGS = 16;

  private static final int MOST_QUOTED = 100;

  private final List<AddressBlock> trusted;
  private final Set<InetAddress> warnedOf = ConcurrentHashMap.newKeySet();

  ClientAddress(List<AddressBlock> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  String of(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    HeaderValues forwarded = headers.get(Headers.X_FORWARDED_FOR);
    InetAddress peer = exchange.getSourceAddress().getAddress();
    if (forwarded == null && headers.contains(Headers.FORWARDED) && isTrusted(peer)) {
      warn(peer, "sends Forwarded, which is not read, and no X-Forwarded-For: let it send that");
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
                + hop.substring(0, Math.min(hop.length(), MOST_QUOTED))
                + "\" in X-Forwarded-For, which is no address");
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
    if (warnedOf.size() < MOST_WARNINGS && warnedOf.add(proxy)) {
      String at = text(proxy);
      LOG.warning(
          "The trusted proxy "
              + at
              + " "
              + fault
              + ". Its clients that come so count as one, at "
              + at
              + ".");
    }
  }

  /** Without a zone, as none of our limits is one of a network card. */
  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** Whether this is a proxy whose word is taken for where a client is. */
  boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(block -> block.contains(address));
  }
}
