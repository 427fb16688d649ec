package dev.parley.server.transport.websocket;

import dev.parley.server.http.Problem;
import dev.parley.websocket.OpeningHandshake;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import java.util.List;

/** The opening handshake of a WebSocket, the server's half (RFC 6455 section 4.2). */
final class Upgrade {
  private static final HttpString WEB_SOCKET_VERSION = new HttpString("Sec-WebSocket-Version");

  private Upgrade() {}

  /** Whether this is a request for a WebSocket, of the version that there is. */
  static boolean isAskedFor(HttpServerExchange exchange) {
    return verdict(exchange).isAccepted();
  }

  private static OpeningHandshake.Result verdict(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    return OpeningHandshake.check(
        exchange.getProtocol().equals(Protocols.HTTP_1_1),
        name -> headers.contains(name) ? headers.get(name) : List.of());
  }

  /**
   * Answers what is no such request: with 400, or with 426 and the protocol that is wanted, as that
   * status has to (RFC 9110 section 15.5.22), but to this hop only: a proxy may pass the field on
   * over HTTP/2, where it breaks the connection.
   */
  static void demand(HttpServerExchange exchange) {
    OpeningHandshake.Result verdict = verdict(exchange);
    if (verdict.status() == StatusCodes.UPGRADE_REQUIRED) {
      exchange.getResponseHeaders().put(WEB_SOCKET_VERSION, OpeningHandshake.VERSION);
      if (!exchange.getRequestHeaders().contains(Headers.X_FORWARDED_FOR)) {
        exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
        exchange.getResponseHeaders().put(Headers.CONNECTION, "Upgrade");
      }
    } else {
      exchange.setPersistent(false); // where such a request ends, nobody can say
    }
    Problem.answer(exchange, verdict.status(), "bad-message", verdict.message());
  }

  /** Whether the client offers this subprotocol, or none at all. */
  static boolean allows(HttpServerExchange exchange, String subprotocol) {
    HeaderValues offers = exchange.getRequestHeaders().get(Headers.SEC_WEB_SOCKET_PROTOCOL);
    return offers == null || OpeningHandshake.tokens(offers).anyMatch(subprotocol::equals);
  }

  /** Says yes; what is then to be done with the connection has been said before. */
  static void accept(HttpServerExchange exchange, String subprotocol) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.UPGRADE, "websocket");
    headers.put(Headers.CONNECTION, "Upgrade");
    headers.put(
        Headers.SEC_WEB_SOCKET_ACCEPT,
        OpeningHandshake.acceptValue(
            exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_KEY)));
    if (exchange.getRequestHeaders().contains(Headers.SEC_WEB_SOCKET_PROTOCOL)) {
      headers.put(Headers.SEC_WEB_SOCKET_PROTOCOL, subprotocol);
    }
    exchange.setStatusCode(StatusCodes.SWITCHING_PROTOCOLS).endExchange();
  }
}
