package dev.parley.server.http;

import dev.parley.server.config.AddressBlock;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.util.List;

/**
 * The address of the client itself, where proxies that are trusted stand in front of the server.
 *
 * <p>X-Forwarded-For is read from its right end, where our own proxy writes, and only as far as
 * trusted proxies wrote it: what stands left of them is a stranger's claim.
 */
final class ClientAddress {
  private final List<AddressBlock> trusted;

  ClientAddress(List<AddressBlock> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  String of(HttpServerExchange exchange) {
    HeaderValues forwarded = exchange.getRequestHeaders().get(Headers.X_FORWARDED_FOR);
    return of(
        exchange.getSourceAddress().getAddress(),
        forwarded == null ? List.of() : List.of(String.join(",", forwarded).split(",")));
  }

  String of(InetAddress peer, List<String> forwardedFor) {
    InetAddress address = peer;
    for (String hop : forwardedFor.reversed()) {
      InetAddress before = isTrusted(address) ? AddressBlock.literal(hop.strip()) : null;
      if (before == null) {
        break;
      }
      address = before;
    }
    return address.getHostAddress();
  }

  /** Whether this is a proxy whose word is taken for where a client is. */
  boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(block -> block.contains(address));
  }
}
