package dev.parley.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.parley.schema.ProtocolSchemas;
import dev.parley.signaling.participant.Limits;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The error codes, close codes, features and limits in protocol/asyncapi.json are those of the
 * core.
 */
class AsyncApiTest {
  private static final JsonObject DOCUMENT = ProtocolSchemas.document();

  /** Closes of the WebSocket layer, which the core does not know. */
  private static final int NOT_UTF8 = 1007;

  @Test
  void errorCodesHaveTheirStatusAndCloseCode() {
    List<JsonObject> described =
        rows("x-error-codes").stream().filter(row -> !row.has("reserved")).toList();
    assertThat(described)
        .as("x-error-codes in protocol/asyncapi.json and ErrorCode")
        .extracting(row -> row.get("code").getAsString())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName).toList());
    for (ErrorCode code : ErrorCode.values()) {
      JsonObject row =
          described.stream()
              .filter(each -> each.get("code").getAsString().equals(code.wireName()))
              .findFirst()
              .orElseThrow();
      assertThat(row.get("http").getAsInt())
          .as("HTTP status of %s: ErrorCode and x-error-codes differ", code)
          .isEqualTo(code.httpStatus());
      JsonElement close = row.get("close");
      // BAD_MESSAGE and RATE_LIMITED close a connection only after several.
      code.close()
          .ifPresent(expected ->
              assertThat(close.getAsInt())
                  .as("close code of %s: ErrorCode and x-error-codes differ", code)
                  .isEqualTo(expected.number()));
      if (code.close().isEmpty()) {
        assertThat(close instanceof JsonNull)
            .as("close code of %s in x-error-codes", code)
            .isEqualTo(code != ErrorCode.BAD_MESSAGE && code != ErrorCode.RATE_LIMITED);
      }
    }
  }

  @Test
  void closeCodesAreListed() {
    var expected = new TreeSet<>(List.of(NOT_UTF8));
    Arrays.stream(CloseCode.values()).map(CloseCode::number).forEach(expected::add);
    assertThat(rows("x-close-codes"))
        .as("x-close-codes in protocol/asyncapi.json and CloseCode")
        .extracting(row -> row.get("code").getAsInt())
        .containsExactlyElementsOf(expected);
  }

  @Test
  void featuresAreThoseOfTheServer() {
    assertThat(rows("x-features"))
        .as("x-features in protocol/asyncapi.json and Features.SERVER")
        .extracting(row -> row.get("name").getAsString())
        .containsExactlyElementsOf(Features.SERVER.names());
  }

  @Test
  void defaultLimitsAreListed() {
    assertThat(limit("limits.messageBytes")).isEqualTo(Limits.DEFAULT.messageBytes());
    assertThat(limit("limits.messagesPerSecond")).isEqualTo(Limits.DEFAULT.messagesPerSecond());
  }

  private static int limit(String member) {
    return rows("x-limits").stream()
        .filter(row -> row.has("member") && row.get("member").getAsString().equals(member))
        .findFirst()
        .orElseThrow()
        .get("limit")
        .getAsInt();
  }

  private static List<JsonObject> rows(String table) {
    return DOCUMENT.getAsJsonArray(table).asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
