package dev.parley.chaos;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Collection;
import java.util.List;

/** Reads and writes the JSON of clients. */
public final class Json {
  private static final Gson GSON = new Gson();

  private Json() {}

  public static JsonObject object(String text) {
    try {
      return GSON.fromJson(text, JsonObject.class);
    } catch (JsonParseException e) {
      throw new Violation(Violation.Kind.INVALID, "not a JSON object: " + text);
    }
  }

  /** Parses a JSON array of objects. */
  public static List<JsonObject> objects(String text) {
    try {
      return objects(GSON.fromJson(text, JsonArray.class));
    } catch (JsonParseException e) {
      throw new Violation(Violation.Kind.INVALID, "not a JSON array: " + text);
    }
  }

  /**
   * Whether a message is an event, whose {@code seq} is its position in the log. The {@code seq} of
   * an error is that of a shared value.
   */
  public static boolean isEvent(JsonObject message) {
    String type = message.get("type").getAsString();
    return message.has("seq") && !type.equals("joined") && !type.equals("error");
  }

  /** Returns the objects of an array, or an empty list if the member is absent. */
  static List<JsonObject> objects(JsonObject object, String member) {
    return object.has(member) ? objects(object.getAsJsonArray(member)) : List.of();
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  static void add(JsonObject object, String member, Collection<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    object.add(member, array);
  }
}
