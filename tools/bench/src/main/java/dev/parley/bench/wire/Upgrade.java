package dev.parley.bench.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The way from HTTP to frames (RFC 6455, section 4). */
final class Upgrade {
  private static final String NONCE = "b25lIHdhcyBlbm91Z2ghIQ==";
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String ACCEPTED =
      ("\r\nsec-websocket-accept: " + accept(NONCE) + "\r\n").toLowerCase(Locale.ROOT);
  private static final int MAX_RESPONSE = 1 << 14;

  private Upgrade() {}

  static byte[] request(String host, String path, Optional<String> subprotocol) {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\n"
            + "Host: "
            + host
            + "\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: "
            + NONCE
            + "\r\nSec-WebSocket-Version: 13\r\n"
            + subprotocol.map(name -> "Sec-WebSocket-Protocol: " + name + "\r\n").orElse("")
            + "\r\n";
    return request.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Where the frames begin, or {@code from} if the response is not there yet.
   *
   * @throws IOException if the server does not want to
   */
  static int read(byte[] bytes, int from, int to) throws IOException {
    String response = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    int end = response.indexOf("\r\n\r\n");
    if (end < 0 && response.length() < MAX_RESPONSE) {
      return from;
    }
    String head = end < 0 ? response : response.substring(0, end + 2);
    boolean switched = head.matches("(?s)HTTP/1\\.1 101\\b.*");
    if (!switched || !head.toLowerCase(Locale.ROOT).contains(ACCEPTED)) {
      throw new IOException("no WebSocket there: " + said(response, head));
    }
    return from + end + 4;
  }

  /** The status and the body, in one line. */
  private static String said(String response, String head) {
    String body = response.substring(Math.min(response.length(), head.length())).strip();
    String status = head.lines().findFirst().orElse("");
    return (status + " " + body.replaceAll("\\s+", " ")).strip();
  }

  private static String accept(String nonce) {
    try {
      byte[] both = (nonce + MAGIC).getBytes(StandardCharsets.ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
