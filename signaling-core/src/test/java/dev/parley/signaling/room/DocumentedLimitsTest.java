package dev.parley.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.parley.schema.ProtocolSchemas;
import org.junit.jupiter.api.Test;

/** The limits of a room match protocol/asyncapi.json and the schemas. */
class DocumentedLimitsTest {
  private static final String KIB = " KiB";

  @Test
  void sharedValueLimitsMatchTheDocument() {
    JsonObject types = ProtocolSchemas.read("types.json").getAsJsonObject("$defs");
    assertThat(types.getAsJsonObject("sharedValues").get("maxProperties").getAsInt())
        .as("maxProperties of sharedValues in protocol/schemas/types.json")
        .isEqualTo(SharedState.MAX_NAMES);
    assertThat(text("x-limits", "shared values of a room", "shape"))
        .as("x-limits in protocol/asyncapi.json, and SharedState")
        .contains(kib(SharedState.MAX_BYTES))
        .contains("at most " + SharedState.MAX_NAMES_OF_A_SEAT + " of them");
    assertThat(text("x-retention", "shared values", "amount"))
        .as("x-retention in protocol/asyncapi.json, and SharedState")
        .isEqualTo(SharedState.MAX_NAMES + " values, " + kib(SharedState.MAX_BYTES));
  }

  @Test
  void keptMessageLimitsMatchTheDocument() {
    assertThat(text("x-retention", "kept messages", "amount"))
        .as("x-retention in protocol/asyncapi.json, and History")
        .isEqualTo(
            "the newest %d of a room, at most %s of JSON together",
            History.MAX_MESSAGES, kib(History.MAX_BYTES));
    assertThat(ofJoined("history").get("maxItems").getAsInt())
        .as("maxItems of history in protocol/schemas/notices/joined.json")
        .isEqualTo(History.MAX_MESSAGES);
  }

  @Test
  void refusalLimitsMatchTheDocument() {
    assertThat(ofJoined("errors").get("maxItems").getAsInt())
        .as("maxItems of errors in protocol/schemas/notices/joined.json")
        .isEqualTo(Refusals.MAX_KEPT);
    assertThat(text("x-limits", "`errors` of `joined`", "shape"))
        .as("x-limits in protocol/asyncapi.json, and Refusals")
        .contains("; %d if".formatted(Refusals.MAX_KEPT_WHEN_SCARCE))
        .contains("`peers` of more than %,d characters".formatted(Refusals.MAX_PEERS_LENGTH));
  }

  private static String kib(int bytes) {
    return bytes / 1_024 + KIB;
  }

  private static JsonObject ofJoined(String member) {
    return ProtocolSchemas.read("notices/joined.json")
        .getAsJsonObject("properties")
        .getAsJsonObject(member);
  }

  private static String text(String table, String what, String column) {
    for (JsonElement row : ProtocolSchemas.document().getAsJsonArray(table)) {
      if (row.getAsJsonObject().get("what").getAsString().equals(what)) {
        return row.getAsJsonObject().get(column).getAsString();
      }
    }
    throw new AssertionError(table + " in protocol/asyncapi.json has no row " + what);
  }
}
