package dev.parley.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The client's side of the opening handshake (RFC 6455, section 4.1).
 *
 * <p>The nonce is constant: it protects from intermediaries that cache, and a tool that cuts a
 * connection after so many bytes needs the same bytes in each run.
 */
public final class ClientHandshake {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int MAX_RESPONSE_BYTES = 1 << 14;
  private static final String NONCE = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String ACCEPTED = acceptanceOf(NONCE);

  /** The header lines that ask for an upgrade. */
  public static final String HEADERS =
      """
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: %s\r
      """
          .formatted(NONCE);

  private ClientHandshake() {}

  /** A request to upgrade. Each additional header line ends with CR LF. */
  public static byte[] request(String host, String path, String moreHeaders) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\n%s%s\r\n"
        .formatted(path, host, HEADERS, moreHeaders)
        .getBytes(ISO_8859_1);
  }

  /** The header line that offers a subprotocol. */
  public static String subprotocol(String name) {
    return "Sec-WebSocket-Protocol: " + name + "\r\n";
  }

  /**
   * The index of the first byte after the response, or {@code from} if the response is incomplete.
   *
   * @throws UpgradeRefusedException if the server does not upgrade
   * @throws ProtocolException if the bytes are not a response to the request
   */
  public static int responseEnd(byte[] bytes, int from, int to) throws IOException {
    String text = new String(bytes, from, to - from, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n") + 4;
    if (end >= 4) {
      HttpHead head = HttpHead.read(new ByteArrayInputStream(bytes, from, end));
      check(
          new HttpConnection.Response(
              head.status(),
              head.headers(),
              new ByteArrayInputStream(bytes, from + end, to - from - end)));
      return from + end;
    }
    if (text.length() > MAX_RESPONSE_BYTES) {
      throw new ProtocolException("not an HTTP response: " + text.substring(0, 100));
    }
    return from;
  }

  /** Throws an exception unless the response accepts the upgrade. */
  static void check(HttpConnection.Response response) throws IOException {
    if (response.status() != SWITCHING_PROTOCOLS) {
      throw new UpgradeRefusedException(response.status(), response.headers(), response.text());
    }
    if (!ACCEPTED.equals(response.headers().get("sec-websocket-accept"))) {
      throw new ProtocolException("the server's Sec-WebSocket-Accept is not " + ACCEPTED);
    }
  }

  /** The response of a server that accepts, with the first of the subprotocols offered. */
  static byte[] response(HttpHead request) throws ProtocolException {
    String key = request.headers().get("sec-websocket-key");
    if (key == null) {
      throw new ProtocolException("a request to upgrade without Sec-WebSocket-Key");
    }
    String offered = request.headers().getOrDefault("sec-websocket-protocol", "");
    String subprotocol = offered.isEmpty() ? "" : subprotocol(offered.split(",", 2)[0].strip());
    return """
    HTTP/1.1 101 Switching Protocols\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Accept: %s\r
    %s\r
    """
        .formatted(acceptanceOf(key), subprotocol)
        .getBytes(ISO_8859_1);
  }

  /** The {@code Sec-WebSocket-Accept} of a {@code Sec-WebSocket-Key} (section 4.2.2). */
  public static String acceptanceOf(String key) {
    try {
      byte[] both = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-1
    }
  }
}
