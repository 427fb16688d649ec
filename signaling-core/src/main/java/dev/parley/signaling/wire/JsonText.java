package dev.parley.signaling.wire;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import dev.parley.signaling.protocol.Payload;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds JSON texts in UTF-8. Gson escapes strings; payloads are inserted as the bytes that the
 * sender sent.
 */
final class JsonText {
  private JsonText() {}

  /** Writes members into an object that is open. */
  @FunctionalInterface
  interface Members {
    void writeTo(JsonWriter json) throws IOException;
  }

  private static JsonWriter writer(StringWriter out) {
    JsonWriter writer = new JsonWriter(out);
    writer.setStrictness(Strictness.STRICT);
    writer.setFormattingStyle(FormattingStyle.COMPACT);
    writer.setSerializeNulls(true);
    return writer;
  }

  /** An object that begins with the member {@code type}. */
  static byte[] message(String type, Members members) {
    return object(json -> {
      json.name("type").value(type);
      members.writeTo(json);
    });
  }

  static byte[] object(Members members) {
    StringWriter out = new StringWriter();
    try (JsonWriter json = writer(out)) {
      json.beginObject();
      members.writeTo(json);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A payload between two ASCII texts, in one array of exactly the right length. The hot path of
   * relaying: the payload is copied once and never decoded.
   */
  static byte[] around(String before, Payload payload, String after) {
    int payloadAt = before.length();
    int end = payloadAt + payload.length();
    byte[] head = before.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(head, end + after.length());
    payload.copyTo(all, payloadAt);
    copy(after, all, end);
    return all;
  }

  /** Two payloads and the ASCII texts around them. */
  static byte[] around(String before, Payload first, String between, Payload second, String after) {
    int secondAt = before.length() + first.length() + between.length();
    int end = secondAt + second.length();
    byte[] all = Arrays.copyOf(around(before, first, between), end + after.length());
    second.copyTo(all, secondAt);
    copy(after, all, end);
    return all;
  }

  private static void copy(String ascii, byte[] target, int at) {
    for (int i = 0; i < ascii.length(); i++) {
      target[at + i] = (byte) ascii.charAt(i);
    }
  }
}
