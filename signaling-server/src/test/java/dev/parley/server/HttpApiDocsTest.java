package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.parley.schema.ProtocolSchemas;
import dev.parley.signaling.participant.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The queries and bodies that the HTTP API accepts are those of protocol/asyncapi.json. */
class HttpApiDocsTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/parley/server/transport");
  private static final Pattern PARAMETER =
      Pattern.compile("Query\\.\\w+\\(exchange, \"(\\w+)\"\\)");

  @Test
  void queryParametersAreListed() throws IOException {
    Set<String> documented = new TreeSet<>();
    for (JsonElement operation :
        ProtocolSchemas.document().getAsJsonObject("operations").asMap().values()) {
      if (operation.getAsJsonObject().get("bindings") instanceof JsonObject bindings
          && bindings.getAsJsonObject("http").get("query") instanceof JsonObject query) {
        documented.addAll(query.getAsJsonObject("properties").keySet());
      }
    }
    Set<String> read = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file ->
              PARAMETER.matcher(text(file)).results().forEach(name -> read.add(name.group(1))));
    }
    assertThat(read)
        .as("query parameters that transports read, and those in protocol/asyncapi.json")
        .isEqualTo(documented);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void bodiesAreLimitedAsListed() {
    JsonObject row = limit("body of a post");
    assertThat(row.get("limit").getAsInt())
        .as("the limit of a body in x-limits of protocol/asyncapi.json, and Routes")
        .isEqualTo(Routes.MAX_MESSAGES_PER_BODY * Limits.DEFAULT.messageBytes());
    assertThat(row.get("shape").getAsString())
        .startsWith(Routes.MAX_MESSAGES_PER_BODY + " times the limit of a message");
  }

  private static JsonObject limit(String what) {
    List<JsonElement> rows = ProtocolSchemas.document().getAsJsonArray("x-limits").asList();
    return rows.stream()
        .map(JsonElement::getAsJsonObject)
        .filter(row -> row.get("what").getAsString().equals(what))
        .findFirst()
        .orElseThrow();
  }
}
