package dev.parley.signaling.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.parley.signaling.protocol.ProtocolException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON texts of RFC 8259 keep their bytes except for white space; all others are refused. */
class JsonScannerTest {
  private static final String ALPHABET = "{}[]\",:\\/u0019aDeE+-.tfnrulse \n\t\u0001é☕😀";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"\"",
        "0",
        "-0",
        "1.5e+10",
        "1E-9",
        "true",
        "false",
        "null",
        "[[],[{}]]",
        "{\"a\":{\"b\":[1,2,{\"c\":null}]},\"a\":2}",
        "\"\\u00e9\\uD83D\\ude00\\n\\/\"",
        "\"☕ 😀 \u007f and a text that is longer than eight bytes\"",
        "[true,false,null,-1e5]"
      })
  void validJsonIsUnchanged(String json) {
    assertThat(scanned(json)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "]",
        "}",
        "\"",
        "\"a",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "--1",
        "-",
        "tru",
        "True",
        "NaN",
        "Infinity",
        "nul",
        "{a:1}",
        "{'a':1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{\"a\":1]",
        "{\"a\" 1}",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\n\"",
        "\"\\ud83dx\"",
        "\"a\nb\"",
        "\"tab\tinside of a long text\"",
        "\"\u0000\"",
        "1 2",
        "{} x",
        "/* */1",
        "1//",
        "\uFEFF1",
        "\u00a01",
        "[1]]",
        "\"\\\""
      })
  void invalidJsonIsRefused(String text) {
    assertThatThrownBy(() -> scanned(text)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void whiteSpaceBetweenTokensIsRemoved() {
    assertThat(scanned(" { \"a b\" : [ 1 ,\r\n\t\"\\\" c\" ] } "))
        .isEqualTo("{\"a b\":[1,\"\\\" c\"]}");
  }

  @Test
  void depthIsBounded() {
    String deepest =
        "[{\"a\":".repeat(JsonScanner.MAX_DEPTH / 2) + "1" + "}]".repeat(JsonScanner.MAX_DEPTH / 2);
    assertThat(scanned(deepest)).isEqualTo(deepest);
    assertThatThrownBy(() -> scanned("[" + deepest + "]"))
        .hasMessageContaining("nested more than 64");
  }

  @Test
  void longNumbersAreRefused() {
    assertThat(scanned("1".repeat(1_000))).hasSize(1_000);
    assertThatThrownBy(() -> scanned("1".repeat(1_001))).isInstanceOf(ProtocolException.class);
  }

  @Test
  void agreesWithGsonOnRandomTexts() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int[] characters = ALPHABET.codePoints().toArray();
    int agreed = 0;
    for (int round = 0; round < 200_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        text.appendCodePoint(characters[random.nextInt(characters.length)]);
      }
      String json = text.toString();
      assertThat(isJson(json)).as("seed %d: %s", seed, json).isEqualTo(isJsonToGson(json));
      agreed += isJson(json) ? 1 : 0;
    }
    assertThat(agreed).isPositive();
  }

  private static boolean isJson(String text) {
    try {
      scanned(text);
      return true;
    } catch (ProtocolException e) {
      return false;
    }
  }

  private static boolean isJsonToGson(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      boolean empty = JsonParser.parseReader(reader).isJsonNull() && !text.contains("null");
      return !empty && reader.peek() == JsonToken.END_DOCUMENT;
    } catch (IOException | JsonParseException | IllegalStateException e) {
      return false;
    }
  }

  private static String scanned(String text) {
    byte[] bytes = ("  " + text).getBytes(StandardCharsets.UTF_8);
    JsonScanner scanner = new JsonScanner(bytes, 2, bytes.length);
    RawJson value = scanner.value(0);
    if (!scanner.isAtEnd()) {
      throw ProtocolException.badMessage("more");
    }
    return value.payload().toString();
  }
}
