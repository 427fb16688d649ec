package dev.parley.scenario;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.reflect.TypeToken;
import java.util.Map;
import java.util.Optional;

/** Strict reading and writing of JSON (RFC 8259). */
final class Json {

  private static final Gson GSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .serializeNulls()
          .disableHtmlEscaping()
          .create();

  private static final TypeToken<Map<String, JsonElement>> MEMBERS = new TypeToken<>() {};

  private Json() {}

  static JsonElement value(String text) {
    if (text.isBlank()) {
      throw new JsonParseException("empty text");
    }
    return GSON.fromJson(text, JsonElement.class);
  }

  /** An object without duplicate members, which Gson rejects in a map and not in an object. */
  static JsonObject message(String text) {
    if (!value(text).isJsonObject()) {
      throw new JsonParseException("not an object");
    }
    JsonObject message = new JsonObject();
    GSON.fromJson(text, MEMBERS).forEach((name, value) -> message.add(name, value));
    return message;
  }

  /** A received message, or one without members if it is not a JSON object. */
  static JsonObject messageOrEmpty(Received received) {
    try {
      return received instanceof Received.Message(String text) ? message(text) : new JsonObject();
    } catch (JsonParseException notOne) {
      return new JsonObject();
    }
  }

  static boolean isOfType(String type, JsonObject message) {
    return new JsonPrimitive(type).equals(message.get("type"));
  }

  /** A member that is a whole number of a sensible size, such as {@code seq}. */
  static Optional<Long> number(String name, JsonObject message) {
    if (message.get(name) instanceof JsonPrimitive value
        && value.isNumber()
        && value.getAsString().matches("\\d{1,18}")) {
      return Optional.of(value.getAsLong());
    }
    return Optional.empty();
  }

  static String text(JsonElement value) {
    return GSON.toJson(value);
  }

  static String text(String value) {
    return GSON.toJson(value);
  }
}
