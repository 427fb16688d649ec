package dev.parley.conformance;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;

/** Reading of JSON that may be malformed. */
final class Json {
  private static final Gson GSON = new Gson();

  private Json() {}

  /** An object, or one without members if the text is none. */
  static JsonObject object(String text) {
    try {
      return GSON.fromJson(text, JsonElement.class) instanceof JsonObject object
          ? object
          : new JsonObject();
    } catch (JsonParseException _) {
      return new JsonObject();
    }
  }

  /** The {@code type} of a message, or an empty string. */
  static String type(JsonObject message) {
    return string(message, "type");
  }

  /** A member that is a string, or an empty string. */
  static String string(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value && value.isString()
        ? value.getAsString()
        : "";
  }

  /** A member that is a whole number, or -1. */
  static long number(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value
            && value.isNumber()
            && value.getAsString().matches("\\d{1,18}")
        ? value.getAsLong()
        : -1;
  }
}
