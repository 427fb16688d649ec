package dev.parley.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket, the server's half (RFC 6455 section 4.2). */
final class Upgrade {
  private static final String VERSION = "13";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_LENGTH = 24; // 16 bytes in base64
  private static final HttpString WEB_SOCKET_VERSION = new HttpString("Sec-WebSocket-Version");

  private Upgrade() {}

  /** Whether this is a request for a WebSocket, of the version that there is. */
  static boolean isAskedFor(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    return exchange.getProtocol().equals(Protocols.HTTP_1_1)
        && tokens(headers.get(Headers.UPGRADE)).anyMatch("websocket"::equalsIgnoreCase)
        && tokens(headers.get(Headers.CONNECTION)).anyMatch("upgrade"::equalsIgnoreCase)
        && VERSION.equals(headers.getFirst(Headers.SEC_WEB_SOCKET_VERSION))
        && isKey(headers.getFirst(Headers.SEC_WEB_SOCKET_KEY));
  }

  private static boolean isKey(@Nullable String key) {
    return key != null && key.length() == KEY_LENGTH && key.endsWith("==");
  }

  /**
   * Says which protocol is wanted, as the status has to (RFC 9110 section 15.5.22), but to this hop
   * only: a proxy may pass the field on over HTTP/2, where it breaks the connection.
   */
  static void demand(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(WEB_SOCKET_VERSION, VERSION);
    if (!exchange.getRequestHeaders().contains(Headers.X_FORWARDED_FOR)) {
      exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
      exchange.getResponseHeaders().put(Headers.CONNECTION, "Upgrade");
    }
    Problem.answer(
        exchange, StatusCodes.UPGRADE_REQUIRED, "bad-message", "This address speaks WebSocket.");
  }

  /** Whether the client offers this subprotocol, or none at all. */
  static boolean allows(HttpServerExchange exchange, String subprotocol) {
    HeaderValues offers = exchange.getRequestHeaders().get(Headers.SEC_WEB_SOCKET_PROTOCOL);
    return offers == null || tokens(offers).anyMatch(subprotocol::equals);
  }

  /** Says yes; what is then to be done with the connection has been said before. */
  static void accept(HttpServerExchange exchange, String subprotocol) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.UPGRADE, "websocket");
    headers.put(Headers.CONNECTION, "Upgrade");
    headers.put(
        Headers.SEC_WEB_SOCKET_ACCEPT,
        accept(exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_KEY)));
    if (exchange.getRequestHeaders().contains(Headers.SEC_WEB_SOCKET_PROTOCOL)) {
      headers.put(Headers.SEC_WEB_SOCKET_PROTOCOL, subprotocol);
    }
    exchange.setStatusCode(StatusCodes.SWITCHING_PROTOCOLS).endExchange();
  }

  private static String accept(String key) {
    return Base64.getEncoder().encodeToString(sha1().digest((key + GUID).getBytes(US_ASCII)));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  /** The tokens of a header that is a list, over however many fields it may go. */
  private static Stream<String> tokens(@Nullable HeaderValues values) {
    return values == null
        ? Stream.empty()
        : values.stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip);
  }
}
