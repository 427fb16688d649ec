package dev.parley.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Validates messages against the schemas in protocol/schemas, which are on the class path, so that
 * a tool needs no checkout. Any thread may call any method.
 */
public final class ProtocolSchemas {
  private static final String FOLDER = "protocol/schemas/";

  /** References between the files are relative, and resolve against this; nothing is fetched. */
  private static final URI BASE = URI.create("parley:/schemas/");

  private static final Pattern HUGE = Pattern.compile(".*[eE][+-]?[0-9]{4,}");
  private static final JsonPrimitive NOT_WHOLE = new JsonPrimitive(0.5);

  private static final List<String> REQUESTS = List.of("requests/");
  private static final List<String> SERVER_MESSAGES = List.of("events/", "notices/");

  private final boolean closed;
  private final Validator validator =
      new ValidatorFactory()
          .withJsonNodeFactory(new GsonNode.Factory())
          .withEvaluatorFactory(ExtensionKeywords.FACTORY)
          .withSchemaResolver(this::resolve)
          .createValidator();

  private ProtocolSchemas(boolean closed) {
    this.closed = closed;
  }

  /** The schemas as they are: unknown members are ignored, as the protocol promises. */
  public static ProtocolSchemas open() {
    return new ProtocolSchemas(false);
  }

  /**
   * The schemas for the output of this server, where a member or a value that no schema describes
   * is a problem.
   */
  public static ProtocolSchemas closed() {
    return new ProtocolSchemas(true);
  }

  /** The problems of a message from a client; none if it is valid. */
  public List<String> problemsOfRequest(String json) {
    return problemsByType(json, REQUESTS);
  }

  /** The problems of an event or a notice; none if it is valid. */
  public List<String> problemsOfServerMessage(String json) {
    return problemsByType(json, SERVER_MESSAGES);
  }

  /** The same for a message that has been parsed. */
  public List<String> problemsOfServerMessage(JsonObject message) {
    return problemsByType(message, SERVER_MESSAGES);
  }

  /**
   * The problems of a JSON text under one schema.
   *
   * @param schema the path of its file in protocol/schemas, such as {@code http/problem.json}
   */
  public List<String> problems(String schema, String json) {
    try {
      return problems(schema, parse(json));
    } catch (JsonParseException e) {
      return List.of(notJson(e));
    }
  }

  private List<String> problemsByType(String json, List<String> folders) {
    try {
      return problemsByType(parse(json), folders);
    } catch (JsonParseException e) {
      return List.of(notJson(e));
    }
  }

  /** The type selects the schema, so that a problem is not one of all the types in a union. */
  private List<String> problemsByType(JsonElement message, List<String> folders) {
    if (!(message instanceof JsonObject object
        && object.get("type") instanceof JsonPrimitive type
        && type.isString())) {
      return List.of("it is not an object with a string \"type\"");
    }
    return folders.stream()
        .map(folder -> folder + type.getAsString() + ".json")
        .filter(ProtocolSchemas::exists)
        .findFirst()
        .map(schema -> problems(schema, message))
        .orElseGet(() -> List.of("no schema in protocol/schemas has the type " + type));
  }

  private List<String> problems(String schema, JsonElement json) {
    return validator.validate(BASE.resolve(schema), calculable(json)).getErrors().stream()
        .map(ProtocolSchemas::sentence)
        .toList();
  }

  private static String sentence(Error error) {
    String place = error.getInstanceLocation();
    return "%s: %s (protocol/schemas/%s)"
        .formatted(
            place.isEmpty() ? "the message" : place,
            error.getError(),
            BASE.relativize(URI.create(error.getSchemaLocation())));
  }

  private static String notJson(JsonParseException problem) {
    return "it is not JSON: " + problem.getMessage();
  }

  private SchemaResolver.Result resolve(String uri) {
    String path = BASE.relativize(URI.create(uri)).toString();
    if (!exists(path)) {
      return SchemaResolver.Result.empty();
    }
    JsonObject schema = read(path);
    if (closed) {
      close(schema);
    }
    return SchemaResolver.Result.fromProviderNode(schema);
  }

  private static boolean exists(String schema) {
    return schema.matches("([a-z-]+/)?[a-z-]+\\.json")
        && ProtocolSchemas.class.getClassLoader().getResource(FOLDER + schema) != null;
  }

  /** The schema in a file of protocol/schemas. */
  public static JsonObject read(String schema) {
    return resource(FOLDER + schema);
  }

  /** The AsyncAPI document, protocol/asyncapi.json. */
  public static JsonObject document() {
    return resource("protocol/asyncapi.json");
  }

  private static JsonObject resource(String path) {
    try (InputStream file = ProtocolSchemas.class.getClassLoader().getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalArgumentException("there is no " + path);
      }
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonElement parse(String json) {
    JsonReader reader = new JsonReader(new StringReader(json));
    reader.setStrictness(Strictness.STRICT);
    JsonElement value = JsonParser.parseReader(reader);
    try {
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("there is more than one value");
      }
    } catch (IOException e) {
      throw new JsonParseException(e);
    }
    return value;
  }

  /** Replaces numbers too large for Gson to calculate with, which no schema names. */
  private static JsonElement calculable(JsonElement json) {
    return switch (json) {
      case JsonArray array -> {
        JsonArray copy = new JsonArray(array.size());
        array.forEach(element -> copy.add(calculable(element)));
        yield copy;
      }
      case JsonObject object -> {
        JsonObject copy = new JsonObject();
        object.entrySet().forEach(each -> copy.add(each.getKey(), calculable(each.getValue())));
        yield copy;
      }
      case JsonPrimitive number when number.isNumber() && isHuge(number) -> NOT_WHOLE;
      default -> json;
    };
  }

  private static boolean isHuge(JsonPrimitive number) {
    return HUGE.matcher(number.getAsString()).matches();
  }

  /** Forbids members and values that are not described, in this schema and in those within it. */
  private static void close(JsonElement json) {
    if (json instanceof JsonArray array) {
      array.forEach(ProtocolSchemas::close);
    } else if (json instanceof JsonObject schema) {
      schema.asMap().values().forEach(ProtocolSchemas::close);
      if (schema.has("type") && schema.has("properties") && !schema.has("additionalProperties")) {
        schema.addProperty("additionalProperties", false);
      }
      if (schema.has("x-extensible-enum")) {
        schema.add("enum", schema.get("x-extensible-enum"));
      }
    }
  }
}
