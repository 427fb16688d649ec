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

/** The strict reading of JSON. */
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
      throw new JsonParseException("There is no text");
    }
    return GSON.fromJson(text, JsonElement.class);
  }

  /** An object whose own members do not repeat: Gson minds that in a map, not in an object. */
  static JsonObject message(String text) {
    if (!value(text).isJsonObject()) {
      throw new JsonParseException("Not an object");
    }
    JsonObject message = new JsonObject();
    GSON.fromJson(text, MEMBERS).forEach((name, value) -> message.add(name, value));
    return message;
  }

  /** The message that was heard, or one without members if it is none. */
  static JsonObject messageOrEmpty(Heard heard) {
    try {
      return heard instanceof Heard.Message(String text) ? message(text) : new JsonObject();
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
