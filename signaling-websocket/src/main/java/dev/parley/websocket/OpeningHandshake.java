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
 * The rules of the opening handshake for a server (RFC 6455 section 4.2), whatever HTTP server it
 * is. Header fields are given by their name, each with all the values that the request has for it.
 */
public final class OpeningHandshake {
  /** The version of the protocol that there is. */
  public static final String VERSION = "13";

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_LENGTH = 24; // 16 bytes in base64
  private static final int KEY_BYTES = 16;

  private static final Verdict ACCEPTED = new Verdict(101, "");
  private static final Verdict NOT_ASKED_FOR =
      new Verdict(426, "This address speaks WebSocket, version 13.");

  private OpeningHandshake() {}

  /**
   * What a request is to be answered with.
   *
   * @param status 101; 426 where no WebSocket of this version is asked for; or 400
   * @param sentence for a person, unless it is 101
   */
  public record Verdict(int status, String sentence) {

    public boolean isAccepted() {
      return status == ACCEPTED.status;
    }
  }

  /**
   * Judges a GET request.
   *
   * @param isHttp11 whether it is of HTTP/1.1, which alone can be upgraded so
   * @param fields the values of the header fields of a name; none if there is no such field
   */
  public static Verdict judge(boolean isHttp11, Function<String, List<String>> fields) {
    if (!isHttp11
        || tokens(fields.apply("Upgrade")).noneMatch("websocket"::equalsIgnoreCase)
        || tokens(fields.apply("Connection")).noneMatch("upgrade"::equalsIgnoreCase)) {
      return NOT_ASKED_FOR;
    }
    List<String> versions = fields.apply("Sec-WebSocket-Version");
    if (versions.size() > 1) {
      return malformed("one Sec-WebSocket-Version");
    }
    if (!versions.contains(VERSION)) {
      return NOT_ASKED_FOR;
    }
    List<String> keys = fields.apply("Sec-WebSocket-Key");
    if (keys.size() != 1 || !isKey(keys.getFirst())) {
      return malformed("one Sec-WebSocket-Key, which is 16 bytes in base64");
    }
    List<String> hosts = fields.apply("Host");
    if (hosts.size() != 1 || hosts.getFirst().isEmpty()) {
      return malformed("one Host, which is not empty");
    }
    boolean hasBody =
        !fields.apply("Transfer-Encoding").isEmpty()
            || !fields.apply("Content-Length").stream().allMatch("0"::equals);
    return hasBody ? malformed("no body") : ACCEPTED;
  }

  private static Verdict malformed(String rule) {
    return new Verdict(400, "A request for a WebSocket has " + rule + ".");
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == KEY_LENGTH && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The value of Sec-WebSocket-Accept for a key. */
  public static String accept(String key) {
    return Base64.getEncoder().encodeToString(sha1().digest((key + GUID).getBytes(US_ASCII)));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  /** The items of a header field that is a list, over however many lines it may go. */
  public static Stream<String> tokens(List<String> values) {
    return values.stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip);
  }
}
