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

/** Writes JSON. Strings are escaped by Gson; payloads are copied as they are. */
final class Json {
  private Json() {}

  /** Writes the members of an object. */
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

  /** A message of this type in UTF-8. */
  static byte[] message(String type, Members members) {
    return object(json -> {
      json.name("type").value(type);
      members.writeTo(json);
    });
  }

  /** An object in UTF-8. */
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
   * A payload between two ASCII texts, in one array of exactly the right length: the hot path of
   * relaying.
   */
  static byte[] around(String before, Payload payload, String after) {
    int payloadAt = before.length();
    int end = payloadAt + payload.length();
    byte[] head = before.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(head, end + after.length());
    payload.copyTo(all, payloadAt);
    for (int i = 0; i < after.length(); i++) {
      all[end + i] = (byte) after.charAt(i);
    }
    return all;
  }
}
