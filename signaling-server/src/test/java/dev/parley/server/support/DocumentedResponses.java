package dev.parley.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.schema.ProtocolSchemas;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares the responses that tests receive with protocol/asyncapi.json: each operation has this
 * status, this error code under it, and this body.
 */
final class DocumentedResponses {
  private static final ProtocolSchemas SCHEMAS = ProtocolSchemas.closed();
  private static final JsonObject DOCUMENT = ProtocolSchemas.document();

  /** The schemas of the bodies of successful responses, by the message that the document names. */
  private static final Map<String, String> BODIES =
      Map.of(
          "joinedNotice", "notices/joined.json",
          "ackNotice", "notices/ack.json",
          "poll", "http/poll.json");

  private DocumentedResponses() {}

  /** Fails if the document lacks this response to a request for an operation of the HTTP API. */
  static void check(HttpRequest request, HttpResponse<String> response) {
    String status = String.valueOf(response.statusCode());
    String asked = request.method() + " " + request.uri().getPath();
    JsonObject operation = operation(request.method(), request.uri().getPath());
    JsonObject documented = operation.getAsJsonObject("x-responses").getAsJsonObject(status);
    assertThat(documented)
        .as(
            "%s was answered with %s (%s), which x-responses of its operation in"
                + " protocol/asyncapi.json does not list",
            asked, status, response.body())
        .isNotNull();
    String body = documented.has("body") ? documented.get("body").getAsString() : "";
    if (body.equals("problem")) {
      checkProblem(asked, documented, response);
    } else if (!body.isEmpty()) {
      checkValid(asked, Objects.requireNonNull(BODIES.get(body)), response.body());
    } else {
      assertThat(response.body()).as("the body of %s to %s", status, asked).isEmpty();
    }
  }

  private static void checkProblem(
      String asked, JsonObject documented, HttpResponse<String> response) {
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    checkValid(asked, "http/problem.json", response.body());
    String code =
        JsonParser.parseString(response.body()).getAsJsonObject().get("code").getAsString();
    List<String> codes =
        documented.getAsJsonArray("codes").asList().stream().map(JsonElement::getAsString).toList();
    assertThat(codes)
        .as(
            "error codes of %s in response to %s: add %s to x-responses in protocol/asyncapi.json",
            response.statusCode(), asked, code)
        .contains(code);
  }

  private static void checkValid(String asked, String schema, String body) {
    assertThat(SCHEMAS.problems(schema, body)).as("response to %s: %s", asked, body).isEmpty();
  }

  private static JsonObject operation(String method, String path) {
    return DOCUMENT.getAsJsonObject("operations").entrySet().stream()
        .map(entry -> entry.getValue().getAsJsonObject())
        .filter(each -> each.has("bindings") && method.equals(methodOf(each)))
        .filter(each -> path.matches(addressOf(each).replaceAll("\\{\\w+}", "[^/]*")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no operation for " + method + " " + path));
  }

  private static String methodOf(JsonObject operation) {
    return operation
        .getAsJsonObject("bindings")
        .getAsJsonObject("http")
        .get("method")
        .getAsString();
  }

  private static String addressOf(JsonObject operation) {
    String channel = operation.getAsJsonObject("channel").get("$ref").getAsString();
    return DOCUMENT
        .getAsJsonObject("channels")
        .getAsJsonObject(channel.substring("#/channels/".length()))
        .get("address")
        .getAsString();
  }
}
