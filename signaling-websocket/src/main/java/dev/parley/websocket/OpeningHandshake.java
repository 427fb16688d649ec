package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The server's requirements on an opening handshake (RFC 6455 section 4.2), independent of the HTTP
 * server that parses the request. Origin and subprotocol are the application's decision and are not
 * checked.
 */
public final class OpeningHandshake {
  /** The supported value of {@code Sec-WebSocket-Version}. */
  public static final String VERSION = "13";

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_LENGTH = 24; // 16 bytes in base64
  private static final int KEY_BYTES = 16;

  private static final Result ACCEPTED = new Result(101, "");
  private static final Result UPGRADE_REQUIRED =
      new Result(426, "This URL accepts WebSocket connections only, of version 13.");

  private OpeningHandshake() {}

  /**
   * The response to a request.
   *
   * @param status 101 to upgrade; 426 if the request does not ask for a WebSocket of version 13,
   *     where the response must name that version; 400 if it does, and is malformed
   * @param message the reason, for a person; empty if the status is 101
   */
  public record Result(int status, String message) {

    public boolean isAccepted() {
      return status == ACCEPTED.status;
    }
  }

  /**
   * Checks a GET request (RFC 6455 section 4.2.1).
   *
   * @param isHttp11 whether it is an HTTP/1.1 request: earlier versions have no upgrade, and HTTP/2
   *     has another one
   * @param fields returns the values of the header field with this name, one for each line of the
   *     field; empty if there is no such field
   */
  public static Result check(boolean isHttp11, Function<String, List<String>> fields) {
    if (!isHttp11
        || tokens(fields.apply("Upgrade")).noneMatch("websocket"::equalsIgnoreCase)
        || tokens(fields.apply("Connection")).noneMatch("upgrade"::equalsIgnoreCase)) {
      return UPGRADE_REQUIRED;
    }
    List<String> versions = fields.apply("Sec-WebSocket-Version");
    if (versions.size() > 1) {
      return malformed("Sec-WebSocket-Version once");
    }
    if (!versions.contains(VERSION)) {
      return UPGRADE_REQUIRED;
    }
    List<String> keys = fields.apply("Sec-WebSocket-Key");
    if (keys.size() != 1 || !isKey(keys.getFirst())) {
      return malformed("Sec-WebSocket-Key once, with 16 bytes in base64");
    }
    List<String> hosts = fields.apply("Host");
    if (hosts.size() != 1 || hosts.getFirst().isEmpty()) {
      return malformed("Host once, and not empty");
    }
    // The bytes after the request are frames: a body would have to be skipped first.
    boolean hasBody =
        !fields.apply("Transfer-Encoding").isEmpty()
            || !fields.apply("Content-Length").stream().allMatch("0"::equals);
    return hasBody ? malformed("no body") : ACCEPTED;
  }

  private static Result malformed(String requirement) {
    return new Result(400, "A WebSocket request must have " + requirement + ".");
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == KEY_LENGTH && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The value of {@code Sec-WebSocket-Accept} for a key (RFC 6455 section 4.2.2). */
  public static String acceptValue(String key) {
    return Base64.getEncoder().encodeToString(sha1().digest((key + GUID).getBytes(US_ASCII)));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  /** The items of a header field that is a comma-separated list, and may have several lines. */
  public static Stream<String> tokens(List<String> values) {
    return values.stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip);
  }
}
