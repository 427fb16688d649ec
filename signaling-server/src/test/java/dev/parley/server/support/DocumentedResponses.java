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
import java.util.function.UnaryOperator;

/**
 * Compares the responses that tests receive with protocol/asyncapi.json: it has to list the status
 * for this operation, or for the upgrade to a WebSocket, with the error code, the content type and
 * the schema of the body.
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

  /**
   * A response.
   *
   * @param header the value of a header field; empty if there is none
   * @param body empty for the body of an event stream, which does not end
   */
  record Response(int status, UnaryOperator<String> header, String body) {
    static <T> Response of(HttpResponse<T> response, String body) {
      return new Response(
          response.statusCode(), name -> response.headers().firstValue(name).orElse(""), body);
    }
  }

  private DocumentedResponses() {}

  /** Fails if the document lacks this response to a request for an operation of the HTTP API. */
  static void check(HttpRequest request, Response response) {
    String asked = request.method() + " " + request.uri().getPath();
    check(asked, operation(request.method(), request.uri().getPath()), response);
  }

  /** Fails if the document lacks this response to a request for an upgrade to a WebSocket. */
  static void checkUpgrade(Response response) {
    check("an upgrade", DOCUMENT.getAsJsonObject("channels").getAsJsonObject("room"), response);
  }

  private static void check(String asked, JsonObject definition, Response response) {
    JsonObject documented =
        definition.getAsJsonObject("x-responses").getAsJsonObject(String.valueOf(response.status));
    assertThat(documented)
        .as(
            "%s was answered with %s (%s), which its x-responses in protocol/asyncapi.json do not"
                + " list",
            asked, response.status, response.body)
        .isNotNull();
    String body = documented.has("body") ? documented.get("body").getAsString() : "";
    if (documented.has("codes")) {
      checkProblem(asked, documented, response);
    } else if (!body.isEmpty()) {
      checkValid(asked, Objects.requireNonNull(BODIES.get(body)), response.body);
    } else {
      assertThat(response.body).as("the body of %s to %s", response.status, asked).isEmpty();
    }
    JsonObject headers = documented.getAsJsonObject("headers");
    if (headers != null) {
      headers
          .asMap()
          .forEach((name, template) ->
              assertThat(response.header.apply(name))
                  .as("the header %s of %s to %s", name, response.status, asked)
                  .matches(template.getAsString().replaceAll("\\{\\w+}", "[^/]+")));
    }
  }

  private static void checkProblem(String asked, JsonObject documented, Response response) {
    assertThat(response.header.apply("Content-Type")).isEqualTo("application/problem+json");
    checkValid(asked, "http/problem.json", response.body);
    String code = JsonParser.parseString(response.body).getAsJsonObject().get("code").getAsString();
    List<String> codes =
        documented.getAsJsonArray("codes").asList().stream().map(JsonElement::getAsString).toList();
    assertThat(codes)
        .as(
            "error codes of %s in response to %s: add %s to x-responses in protocol/asyncapi.json",
            response.status, asked, code)
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
