package dev.parley.signaling.wire;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.ProtocolException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, read strictly: what RFC 8259 leaves open is refused by name. */
final class Fields {
  private static final int MAX_DEPTH = 64;
  private static final String ARRAY_OF_STRINGS = "an array of strings";
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
  private static final int MAX_SAFE_DIGITS = 16;

  private final Map<String, Field> members = new HashMap<>();
  private @Nullable ProtocolException fault;
  private boolean complete;

  /** A member as it was: its kind, its JSON text, and, of a string, what it says. */
  private record Field(JsonToken kind, String json, @Nullable String text) {}

  private Fields() {}

  /** The members of one object. */
  static Fields read(String text) {
    return read(text, false).getFirst();
  }

  /** The members of each object of an array, or of one object alone. */
  static List<Fields> readAll(String text) {
    return read(text, true);
  }

  private static List<Fields> read(String text, boolean maybeSeveral) {
    List<Fields> objects = new ArrayList<>();
    boolean several = false;
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      several = maybeSeveral && reader.peek() == JsonToken.BEGIN_ARRAY;
      if (several) {
        readArray(reader, objects);
      } else {
        readObject(reader, objects);
      }
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw bad("There is something behind the message.");
      }
    } catch (ProtocolException e) {
      fail(objects, several, e);
    } catch (IOException | IllegalStateException e) {
      // Gson's own words name paths of any length that a stranger chose: they are for nobody.
      fail(objects, several, bad("The message is not JSON as RFC 8259 defines it."));
    }
    return objects;
  }

  private static void readArray(JsonReader reader, List<Fields> objects) throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      readObject(reader, objects);
    }
    reader.endArray();
  }

  private static void readObject(JsonReader reader, List<Fields> objects) throws IOException {
    Fields next = new Fields();
    objects.add(next);
    next.fill(reader);
    next.complete = true;
  }

  /** What was read before the fault is kept: the id that an error is to name may be among it. */
  private static void fail(List<Fields> objects, boolean several, ProtocolException fault) {
    if (objects.isEmpty() || (several && objects.getLast().complete)) {
      objects.add(new Fields());
    }
    objects.getLast().fault = fault;
  }

  private void fill(JsonReader reader) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      throw bad("A message is a JSON object.");
    }
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (members.put(name, field(reader)) != null) {
        throw bad("A member of the message is repeated.");
      }
    }
    reader.endObject();
  }

  /** What is wrong with the object as such, if anything. */
  @Nullable ProtocolException fault() {
    return fault;
  }

  private static Field field(JsonReader reader) throws IOException {
    JsonToken kind = reader.peek();
    StringWriter json = new StringWriter();
    JsonWriter writer = Json.writer(json);
    String text = kind == JsonToken.STRING ? reader.nextString() : null;
    if (text != null) {
      writer.value(text);
    } else {
      copy(reader, writer);
    }
    return new Field(kind, json.toString(), text);
  }

  /** Copies one value, however deep, without recursion: depth is a number, not a stack. */
  private static void copy(JsonReader reader, JsonWriter writer) throws IOException {
    int depth = 1; // the message itself
    do {
      switch (reader.peek()) {
        case BEGIN_OBJECT -> {
          depth = deeper(depth);
          reader.beginObject();
          writer.beginObject();
        }
        case BEGIN_ARRAY -> {
          depth = deeper(depth);
          reader.beginArray();
          writer.beginArray();
        }
        case END_OBJECT -> {
          depth--;
          reader.endObject();
          writer.endObject();
        }
        case END_ARRAY -> {
          depth--;
          reader.endArray();
          writer.endArray();
        }
        case NAME -> writer.name(reader.nextName());
        case STRING -> writer.value(reader.nextString());
        case NUMBER -> writer.jsonValue(reader.nextString()); // as it is spelled, 1e999999 too
        case BOOLEAN -> writer.value(reader.nextBoolean());
        case NULL -> {
          reader.nextNull();
          writer.nullValue();
        }
        case END_DOCUMENT -> throw new IllegalStateException("a value ends before the text");
      }
    } while (depth > 1);
  }

  private static int deeper(int depth) {
    if (depth >= MAX_DEPTH) {
      throw bad("The message is nested more than " + MAX_DEPTH + " deep.");
    }
    return depth + 1;
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  Optional<String> optionalText(String name) {
    return find(name).map(field -> textOf(name, field));
  }

  private static String textOf(String name, Field field) {
    if (field.text == null) {
      throw wrong(name, "a string");
    }
    return field.text;
  }

  long number(String name) {
    return optionalNumber(name).orElseThrow(() -> missing(name));
  }

  OptionalLong optionalNumber(String name) {
    Field field = members.get(name);
    return field == null ? OptionalLong.empty() : OptionalLong.of(whole(name, field));
  }

  /** A number that every JSON implementation can hold (RFC 8259, section 6). */
  private static long whole(String name, Field field) {
    String digits = field.json;
    boolean small = digits.length() <= MAX_SAFE_DIGITS;
    if (field.kind == JsonToken.NUMBER && small && digits.chars().allMatch(Character::isDigit)) {
      long value = Long.parseLong(digits);
      if (value <= MAX_SAFE_INTEGER) {
        return value;
      }
    }
    throw wrong(name, "a whole number from 0 to 2^53 - 1");
  }

  boolean flag(String name) {
    Field field = members.get(name);
    if (field != null && field.kind != JsonToken.BOOLEAN) {
      throw wrong(name, "true or false");
    }
    return field != null && field.json.equals("true");
  }

  Payload payload(String name) {
    return optionalPayload(name).orElseThrow(() -> missing(name));
  }

  Optional<Payload> optionalPayload(String name) {
    return find(name).map(field -> new Payload(field.json));
  }

  /** A payload that must be a string, as an sdp is. */
  Payload textPayload(String name) {
    text(name);
    return payload(name);
  }

  /** A payload that must be an object or null, as a candidate is. */
  Payload objectOrNull(String name) {
    Field field = find(name).orElseThrow(() -> missing(name));
    if (field.kind != JsonToken.BEGIN_OBJECT && field.kind != JsonToken.NULL) {
      throw wrong(name, "an object or null");
    }
    return new Payload(field.json);
  }

  boolean isText(String name) {
    return find(name).map(field -> field.kind == JsonToken.STRING).orElse(false);
  }

  /** The strings of an array; none if there is no such member. */
  Set<String> texts(String name) {
    return find(name).map(field -> strings(name, field)).orElse(Set.of());
  }

  private static Set<String> strings(String name, Field field) {
    Set<String> strings = new LinkedHashSet<>();
    try (JsonReader reader = new JsonReader(new StringReader(field.json))) {
      if (reader.peek() != JsonToken.BEGIN_ARRAY) {
        throw wrong(name, ARRAY_OF_STRINGS);
      }
      reader.beginArray();
      while (reader.hasNext()) {
        if (reader.peek() != JsonToken.STRING) {
          throw wrong(name, ARRAY_OF_STRINGS);
        }
        strings.add(reader.nextString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a value that was read could not be read again", e);
    }
    return strings;
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  private Optional<Field> find(String name) {
    return Optional.ofNullable(members.get(name));
  }

  static ProtocolException bad(String sentence) {
    return new ProtocolException(ErrorCode.BAD_MESSAGE, sentence);
  }

  private static ProtocolException missing(String name) {
    return bad("The member \"" + name + "\" is missing.");
  }

  private static ProtocolException wrong(String name, String kind) {
    return bad("The member \"" + name + "\" must be " + kind + ".");
  }
}
