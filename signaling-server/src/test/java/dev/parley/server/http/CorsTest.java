package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.RawHttpConnection;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CORS for the API (Fetch standard): which origins may use it, with which headers. */
class CorsTest {
  private static final String PEERS = "/v1/rooms/standup/peers";
  private static final String FRIEND = "Origin: https://friend.example\r\n";

  private static final String STRANGER = "Origin: https://evil.example\r\n";
  private static final String PRIVATE_NETWORK = "Access-Control-Request-Private-Network: true\r\n";

  @AutoClose
  private static final TestServer server = new TestServer("--origins", "https://friend.example");

  @ParameterizedTest
  @ValueSource(
      strings = {
        PEERS,
        PEERS + "/LAmJYavK7teMjA5D7SUeCj",
        PEERS + "/LAmJYavK7teMjA5D7SUeCj/messages",
        PEERS + "/LAmJYavK7teMjA5D7SUeCj/events"
      })
  void allRequestedHeadersAreAllowed(String path) throws IOException {
    String headers = "authorization,baggage,content-type,sentry-trace,traceparent,x-request-id";
    String head = preflight(path, FRIEND + requestHeaders(headers));
    assertThat(head).startsWith("HTTP/1.1 204 ");
    assertThat(field(head, "access-control-allow-headers").split(", "))
        .containsExactly(headers.split(","));
    assertThat(field(head, "access-control-allow-origin")).isEqualTo("*");
    assertThat(field(head, "access-control-allow-methods").split(", "))
        .contains("GET", "POST", "DELETE");
    assertThat(field(head, "vary"))
        .contains(
            "Origin", "Access-Control-Request-Headers", "Access-Control-Request-Private-Network");
    assertThat(field(head, "access-control-max-age")).matches("[0-9]+");
  }

  @Test
  void headersOfTheProtocolAreAllowedWithoutRequest() throws IOException {
    assertThat(field(preflight(PEERS, FRIEND), "access-control-allow-headers"))
        .isEqualTo("Authorization, Content-Type, Last-Event-ID, Parley-Key");
  }

  @Test
  void invalidHeaderNamesAreSkippedAndTheirNumberIsLimited() throws IOException {
    String odd = preflight(PEERS, FRIEND + requestHeaders("traceparent, a b, ,(x), ü, <script>"));
    assertThat(field(odd, "access-control-allow-headers")).isEqualTo("traceparent");
    String many =
        IntStream.range(0, 1_000).mapToObj(i -> "x-" + i).collect(Collectors.joining(","));
    assertThat(
            field(preflight(PEERS, FRIEND + requestHeaders(many)), "access-control-allow-headers")
                .split(","))
        .hasSize(64);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/rooms/standup/peers",
    "GET, /v1/rooms/standup",
    "DELETE, /v1/rooms/standup/peers/LAmJYavK7teMjA5D7SUeCj",
    "POST, /v1/rooms/standup/peers/LAmJYavK7teMjA5D7SUeCj/messages",
    "GET, /v1/rooms/standup/peers/LAmJYavK7teMjA5D7SUeCj/events"
  })
  void otherOriginReadsTheReasonOfItsRefusal(String method, String path) throws IOException {
    String preflight =
        preflight(path, STRANGER + requestHeaders("authorization") + PRIVATE_NETWORK);
    assertThat(preflight).startsWith("HTTP/1.1 204 ");
    assertThat(field(preflight, "access-control-allow-origin")).isEqualTo("*");
    assertThat(field(preflight, "access-control-allow-private-network")).isEmpty();

    String refusal = request(method, path, STRANGER);
    assertThat(refusal).startsWith("HTTP/1.1 403 ");
    assertThat(field(refusal, "content-type")).isEqualTo("application/problem+json");
    assertThat(field(refusal, "access-control-allow-origin")).isEqualTo("*");
  }

  @ParameterizedTest
  @CsvSource({
    "404, GET, /v1/room/standup",
    "404, POST, /v1/room/standup/peers",
    "404, GET, /v1/rooms/standup/x",
    "404, DELETE, /v1/rooms/standup/peers/a/b",
    "404, PUT, /v1/x",
    "404, GET, /nothing",
    "405, POST, /v1/rooms/standup",
    "405, GET, /v1/rooms/standup/peers",
    "426, GET, /v1/rooms/standup"
  })
  void everyOriginReadsOtherProblems(int status, String method, String path) throws IOException {
    for (String origin : new String[] {FRIEND, status == 426 ? "" : STRANGER}) {
      String head = request(method, path, origin);
      assertThat(head).startsWith("HTTP/1.1 " + status + " ");
      assertThat(field(head, "content-type")).isEqualTo("application/problem+json");
      assertThat(field(head, "access-control-allow-origin")).isEqualTo("*");
    }
    if (path.startsWith("/v1/")) {
      assertThat(preflight(path, STRANGER)).startsWith("HTTP/1.1 204 ");
    }
  }

  @Test
  void onlyTheAllowedOriginReadsErrorsAboutASeat() throws IOException {
    String head = request("DELETE", PEERS + "/LAmJYavK7teMjA5D7SUeCj", FRIEND);
    assertThat(head).startsWith("HTTP/1.1 401 ");
    assertThat(field(head, "access-control-allow-origin")).isEqualTo("https://friend.example");
  }

  @Test
  void privateNetworkAccessIsAllowed() throws IOException {
    String allowed = "access-control-allow-private-network";
    assertThat(field(preflight(PEERS, FRIEND + PRIVATE_NETWORK), allowed)).isEqualTo("true");
    assertThat(field(preflight(PEERS, FRIEND), allowed)).isEmpty();
  }

  @Test
  void responsesForbidStoringAndTransforming() throws IOException {
    for (String head :
        new String[] {
          preflight(PEERS, FRIEND),
          request("GET", PEERS + "/LAmJYavK7teMjA5D7SUeCj/messages", FRIEND),
          request("GET", PEERS + "/LAmJYavK7teMjA5D7SUeCj/events", ""),
          request("GET", "/v1/rooms/standup", "")
        }) {
      assertThat(field(head, "cache-control").split(", ")).contains("no-store", "no-transform");
    }
  }

  private static String requestHeaders(String headers) {
    return "Access-Control-Request-Headers: " + headers.replaceAll("[^\\x20-\\x7E]", "?") + "\r\n";
  }

  /** The head of the response to a preflight request. */
  private static String preflight(String path, String fields) throws IOException {
    return request("OPTIONS", path, "Access-Control-Request-Method: POST\r\n" + fields);
  }

  private static String request(String method, String path, String fields) throws IOException {
    String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
    try (var connection = RawHttpConnection.open(server.port())) {
      return connection.send(request).readHead();
    }
  }

  /** The values of a header field, joined; empty if there is none. */
  private static String field(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .collect(Collectors.joining(", "));
  }
}
