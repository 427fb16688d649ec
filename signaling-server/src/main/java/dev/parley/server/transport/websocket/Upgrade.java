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

/** The opening handshake of a WebSocket on an HTTP exchange (RFC 6455 section 4.2). */
final class Upgrade {
  private static final HttpString WEB_SOCKET_VERSION = new HttpString("Sec-WebSocket-Version");

  private Upgrade() {}

  /** Whether the request is a valid opening handshake, of version 13. */
  static boolean isRequestedBy(HttpServerExchange exchange) {
    return check(exchange).isAccepted();
  }

  private static OpeningHandshake.Result check(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    return OpeningHandshake.check(
        exchange.getProtocol().equals(Protocols.HTTP_1_1),
        name -> headers.contains(name) ? headers.get(name) : List.of());
  }

  /**
   * Refuses any other request: with 400, or with 426 and the field {@code Upgrade}, which that
   * status requires (RFC 9110 section 15.5.22). Behind a proxy the field is left out: a proxy may
   * forward it over HTTP/2, where a client has to treat it as a broken response.
   */
  static void refuse(HttpServerExchange exchange) {
    OpeningHandshake.Result result = check(exchange);
    if (result.status() == StatusCodes.UPGRADE_REQUIRED) {
      exchange.getResponseHeaders().put(WEB_SOCKET_VERSION, OpeningHandshake.VERSION);
      if (!exchange.getRequestHeaders().contains(Headers.X_FORWARDED_FOR)) {
        exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
        exchange.getResponseHeaders().put(Headers.CONNECTION, "Upgrade");
      }
    } else {
      exchange.setPersistent(false); // where the next request begins is uncertain
    }
    Problem.answer(exchange, result.status(), "bad-message", result.message());
  }

  /** Whether the client offers this subprotocol, or none. */
  static boolean allows(HttpServerExchange exchange, String subprotocol) {
    HeaderValues offers = exchange.getRequestHeaders().get(Headers.SEC_WEB_SOCKET_PROTOCOL);
    return offers == null || OpeningHandshake.tokens(offers).anyMatch(subprotocol::equals);
  }

  /** Answers with 101. Undertow then calls the listener given to {@code upgradeChannel}. */
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
