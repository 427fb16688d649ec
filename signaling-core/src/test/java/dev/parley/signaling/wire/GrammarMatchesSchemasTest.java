package dev.parley.signaling.wire;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.parley.schema.ProtocolSchemas;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@link RequestReader} accepts a request if and only if the schema of its type in
 * protocol/schemas/requests does: compared on systematic mutations of every request fixture.
 */
class GrammarMatchesSchemasTest {
  private static final String READER = "src/main/java/dev/parley/signaling/wire/RequestReader.java";
  private static final int MOST_REPORTED = 10;

  private static final Set<String> LENGTHS =
      Set.of("minLength", "maxLength", "x-max-utf16-length", "x-max-json-length");
  private static final Set<String> COUNTS = Set.of("minItems", "maxItems", "x-max-distinct-items");
  private static final Set<String> NUMBERS = Set.of("minimum", "maximum");

  /** A number of repetitions in a pattern, such as {@code {22,128}}. */
  private static final Pattern REPETITIONS = Pattern.compile("\\{(\\d+)(?:,(\\d+))?}");

  /**
   * JSON texts on which the two differ, each with the reason. A schema describes a value; these are
   * rules for its text, or for the value's depth, which JSON Schema cannot express.
   */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "{\"type\":\"ping\",\"type\":\"ping\"}",
          "member names of the message may not repeat",
          "{\"type\":\"message\",\"id\":1,\"data\":" + nested(64) + "}",
          "values may be nested 64 deep, the message itself counted",
          "{\"type\":\"message\",\"id\":1,\"data\":" + "1".repeat(1_001) + "}",
          "a number has at most 1,000 characters",
          "{\"type\":\"leave\",\"id\":0.5e1}",
          "integers are written in digits alone; a schema sees only the value 5",
          "{\"type\":\"join\",\"key\":\"ana-fixture-key-0123456789abcdef\",\"after\":-0}",
          "integers are written in digits alone; a schema sees only the value 0");

  /** Texts for rules below the level of members, on which both sides agree. */
  private static final List<String> TEXTS =
      List.of(
          // accepted by both
          " {\n\t\"type\" : \"ping\" }\r\n",
          "{\"type\":\"p\\u0069ng\"}",
          "{\"type\":\"message\",\"id\":1,\"data\":{\"a\":1,\"a\":2}}",
          "{\"type\":\"message\",\"id\":1,\"data\":" + nested(63) + "}",
          "{\"type\":\"message\",\"id\":1,\"data\":\"\\ud83d\\ude00\"}",
          "{\"type\":\"message\",\"id\":1,\"data\":" + "1".repeat(1_000) + "}",
          // refused by both
          "{\"type\":\"message\",\"id\":1,\"data\":\"\\ud83d\"}",
          "",
          "{",
          "[]",
          "[{\"type\":\"ping\"}]",
          "null",
          "\"ping\"",
          "{}",
          "{\"type\":\"ping\"}{}",
          "{\"type\":\"ping\",}",
          "{'type':'ping'}",
          "{type:\"ping\"}",
          "{\"type\":\"ping\"} // comment",
          "{\"type\":\"message\",\"id\":1,\"data\":NaN}",
          "{\"type\":\"message\",\"id\":1,\"data\":\"\u0001\"}",
          "{\"type\":\"message\",\"id\":01,\"data\":1}",
          "{\"type\":\"message\",\"id\":+1,\"data\":1}",
          "{\"type\":\"leave\",\"id\":5.0}",
          "{\"type\":\"leave\",\"id\":50e-1}");

  private final ProtocolSchemas schemas = ProtocolSchemas.open();
  private final MessageCodec codec = JsonCodec.STANDARD;
  private final List<JsonElement> values = values();
  private final Set<String> names = memberNames();

  @TestFactory
  Stream<DynamicTest> grammarAndSchemasAgreeOnMutations() throws IOException {
    List<String> fixtures = new ArrayList<>();
    Fixtures.names("requests").forEach(name -> fixtures.add("requests/" + name));
    Fixtures.names("features/requests").forEach(name -> fixtures.add("features/requests/" + name));
    return fixtures.stream()
        .sorted()
        .map(fixture ->
            DynamicTest.dynamicTest(
                fixture,
                () -> {
                  int slash = fixture.lastIndexOf('/');
                  String json =
                      Fixtures.read(fixture.substring(0, slash), fixture.substring(slash + 1));
                  compareAll(mutations(JsonParser.parseString(json).getAsJsonObject()));
                }));
  }

  @Test
  void grammarAndSchemasAgreeOnTexts() {
    compareAll(TEXTS);
  }

  @Test
  void everyListedExceptionIsNeeded() {
    EXCEPTIONS.forEach((json, reason) ->
        assertThat(difference(json))
            .as("EXCEPTIONS lists it (%s), but both sides agree on %s", reason, brief(json))
            .isNotNull());
  }

  /** The rules that only the text of x-limits states. */
  @Test
  void depthAndLengthsOfNumbersAreThoseOfTheDocument() {
    String shape =
        ProtocolSchemas.document()
            .getAsJsonArray("x-limits")
            .get(0)
            .getAsJsonObject()
            .get("shape")
            .getAsString();
    assertThat(shape)
        .as("the shape of a message in x-limits of protocol/asyncapi.json, and JsonScanner")
        .contains("nested at most " + JsonScanner.MAX_DEPTH + " deep")
        .contains("numbers of at most %,d characters".formatted(JsonScanner.MAX_NUMBER));
  }

  @Test
  void arraysOfRequestsAreAsLongAsTheSchemaAllows() {
    JsonObject array =
        ProtocolSchemas.read("http/post.json").getAsJsonArray("anyOf").get(1).getAsJsonObject();
    int most = array.get("maxItems").getAsInt();
    assertThat(decodeArray(most)).as("requests in the longest array").hasSize(most);
    assertThatExceptionOfType(ProtocolException.class)
        .as("maxItems in protocol/schemas/http/post.json is %s, but more are accepted", most)
        .isThrownBy(() -> decodeArray(most + 1));
  }

  private List<Request> decodeArray(int length) {
    byte[] json =
        Stream.generate(() -> "{\"type\":\"ping\"}")
            .limit(length)
            .collect(joining(",", "[", "]"))
            .getBytes(StandardCharsets.UTF_8);
    return codec.decodeAll(json, 0, json.length, json.length);
  }

  /** The keyword {@code maxLength} counts characters outside of the BMP as one. */
  @Test
  void lengthsAreCountedInUtf16CodeUnits() {
    requestSchemas()
        .forEach(file ->
            visit(
                ProtocolSchemas.read(file),
                (keyword, bound) ->
                    assertThat(keyword)
                        .as(
                            "the grammar counts UTF-16 code units: use x-max-utf16-length instead"
                                + " of maxLength in protocol/schemas/%s",
                            file)
                        .isNotEqualTo("maxLength")));
  }

  /** No request contains a room name: it is in the URL. */
  @Test
  void everyRoomNameIsAcceptedByBothOrByNeither() {
    for (JsonElement value : values) {
      if (value instanceof JsonPrimitive text && text.isString()) {
        assertThat(schemas.problems("types.json#/$defs/roomName", text.toString()).isEmpty())
            .as("roomName in protocol/schemas/types.json accepts %s, and RoomName", text)
            .isEqualTo(isRoomName(text.getAsString()));
      }
    }
  }

  private static boolean isRoomName(String text) {
    try {
      return new RoomName(text).value().equals(text);
    } catch (ProtocolException _) {
      return false;
    }
  }

  private void compareAll(List<String> texts) {
    List<String> differences = new ArrayList<>();
    for (String json : texts) {
      String difference = difference(json);
      if (difference != null) {
        differences.add(difference);
      }
    }
    assertThat(differences.stream().limit(MOST_REPORTED))
        .as(
            "%s of %s requests divide the grammar (wire/RequestReader and what it constructs) and"
                + " protocol/schemas/requests: change the one that is wrong, and docs/protocol.md"
                + " with it",
            differences.size(), texts.size())
        .isEmpty();
  }

  private @Nullable String difference(String json) {
    List<String> problems = schemas.problemsOfRequest(json);
    if (codec.decode(json) instanceof Request.Malformed malformed) {
      return problems.isEmpty()
          ? "the schema accepts and the grammar refuses ("
              + malformed.sentence()
              + ") "
              + brief(json)
          : null;
    }
    return problems.isEmpty()
        ? null
        : "the grammar accepts and the schema refuses " + problems + " " + brief(json);
  }

  private static String brief(String json) {
    return json.length() <= 300 ? json : json.substring(0, 300) + "… (" + json.length() + ")";
  }

  private List<String> mutations(JsonObject fixture) {
    List<String> mutations = new ArrayList<>();
    mutations.add(fixture.toString());
    Set<String> all = new TreeSet<>(names);
    all.addAll(fixture.keySet());
    for (String name : all) {
      for (JsonElement value : values) {
        mutations.add(with(fixture, name, value));
      }
    }
    for (String name : fixture.keySet()) {
      for (String other : fixture.keySet()) { // one member at the same name, two otherwise
        JsonObject copy = fixture.deepCopy();
        copy.remove(name);
        copy.remove(other);
        mutations.add(copy.toString());
      }
    }
    return mutations;
  }

  private static String with(JsonObject fixture, String name, JsonElement value) {
    JsonObject copy = fixture.deepCopy();
    copy.add(name, value);
    return copy.toString();
  }

  /** The members that either side knows in any message, and two that neither knows. */
  private static Set<String> memberNames() {
    Set<String> names = new TreeSet<>(Set.of("unknown", ""));
    try {
      Pattern.compile("\"([a-z]+)\"")
          .matcher(Files.readString(Path.of(READER)))
          .results()
          .map((MatchResult literal) -> literal.group(1))
          .forEach(names::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    requestTypes()
        .map(type -> ProtocolSchemas.read("requests/" + type + ".json"))
        .forEach(schema -> names.addAll(schema.getAsJsonObject("properties").keySet()));
    return names;
  }

  private static List<JsonElement> values() {
    Map<String, JsonElement> values = new LinkedHashMap<>();
    for (String json :
        List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "2",
            "-1",
            "1.5",
            "1e3",
            "1E400",
            "99999999999999999999",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[1]",
            "[\"a\",1]",
            "[\"a\",null]",
            "{\"candidate\":1}",
            "{\"a\":{}}")) {
      values.put(json, JsonParser.parseString(json));
    }
    List<JsonElement> all = new ArrayList<>(values.values());
    all.add(JsonNull.INSTANCE);
    Stream.concat(requestTypes(), Stream.of("joined", "state", "Join", "offer ", "../join"))
        .forEach(type -> all.add(new JsonPrimitive(type)));
    requestSchemas()
        .forEach(file ->
            visit(
                ProtocolSchemas.read(file),
                (keyword, bound) -> all.addAll(around(keyword, bound))));
    everyCharacter()
        .forEach(character -> {
          all.add(new JsonPrimitive("a".repeat(21) + character));
          all.add(array(1, _ -> character));
        });
    all.add(new JsonPrimitive("."));
    all.add(new JsonPrimitive(".."));
    all.add(new JsonPrimitive("host.page"));
    return all.stream().distinct().toList();
  }

  /** Values on both sides of a bound in a schema; none for a keyword that sets no bound. */
  private static List<JsonElement> around(String keyword, JsonPrimitive bound) {
    List<JsonElement> values = new ArrayList<>();
    if (LENGTHS.contains(keyword)) {
      addTexts(values, bound.getAsInt());
    } else if (keyword.equals("pattern")) {
      REPETITIONS
          .matcher(bound.getAsString())
          .results()
          .flatMap(repetitions -> Stream.of(repetitions.group(1), repetitions.group(2)))
          .filter(Objects::nonNull)
          .forEach(number -> addTexts(values, Integer.parseInt(number)));
    } else if (COUNTS.contains(keyword)) {
      neighbors(bound.getAsInt())
          .forEach(count -> {
            values.add(array(count, i -> "peer-" + i));
            values.add(array(count, _ -> "same"));
          });
    } else if (NUMBERS.contains(keyword)) {
      LongStream.rangeClosed(bound.getAsLong() - 1, bound.getAsLong() + 1)
          .forEach(number -> values.add(new JsonPrimitive(number)));
    }
    return values;
  }

  private static void addTexts(List<JsonElement> values, int bound) {
    neighbors(bound)
        .forEach(length -> {
          values.add(new JsonPrimitive("a".repeat(length)));
          values.add(array(1, _ -> "a".repeat(length)));
        });
    values.add(new JsonPrimitive("\ud83d\ude00".repeat(bound / 2)));
    values.add(new JsonPrimitive("\ud83d\ude00".repeat(bound / 2 + 1)));
    // With quotation marks, brackets and commas, JSON on both sides of the bound.
    for (int length = Math.max(0, bound - 6); length < bound; length++) {
      values.add(new JsonPrimitive("é".repeat(length)));
      JsonArray array = new JsonArray();
      array.add("a".repeat(length));
      values.add(array);
    }
  }

  private static IntStream neighbors(int bound) {
    return IntStream.rangeClosed(Math.max(0, bound - 1), bound + 1);
  }

  /** Visits each keyword with a simple value in a schema and in those within it. */
  private static void visit(JsonElement schema, BiConsumer<String, JsonPrimitive> visitor) {
    if (schema instanceof JsonArray array) {
      array.forEach(element -> visit(element, visitor));
    } else if (schema instanceof JsonObject object) {
      object
          .asMap()
          .forEach((keyword, value) -> {
            if (value instanceof JsonPrimitive bound) {
              visitor.accept(keyword, bound);
            } else {
              visit(value, visitor);
            }
          });
    }
  }

  /** All of ASCII, and both ends of every range of characters that the grammar refuses. */
  private static Stream<String> everyCharacter() {
    IntStream beyond =
        IntStream.of(
            0x80, 0x9F, 0xA0, 0xE9, 0x2027, 0x2028, 0x2029, 0x202A, 0x202E, 0x202F, 0x2065, 0x2066,
            0x2069, 0x206A, 0x2615, 0xFEFF, 0x1F600);
    return IntStream.concat(IntStream.rangeClosed(0, 0x7F), beyond).mapToObj(Character::toString);
  }

  /** The files of protocol/schemas that describe requests. */
  private static Stream<String> requestSchemas() {
    return Stream.concat(
        requestTypes().map(type -> "requests/" + type + ".json"), Stream.of("types.json"));
  }

  private static Stream<String> requestTypes() {
    return ProtocolSchemas.read("request.json").getAsJsonArray("oneOf").asList().stream()
        .map(type -> type.getAsJsonObject().get("$ref").getAsString())
        .map(schema -> schema.replaceAll(".*/|\\.json", ""));
  }

  private static JsonArray array(int length, IntFunction<String> element) {
    JsonArray array = new JsonArray();
    IntStream.range(0, length).mapToObj(element).forEach(array::add);
    return array;
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }
}
