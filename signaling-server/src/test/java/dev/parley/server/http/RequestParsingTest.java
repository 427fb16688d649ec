package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import dev.parley.server.support.RawWebSocket;
import dev.parley.server.support.Requests;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed requests are answered with a problem document; unusual valid ones are served. */
class RequestParsingTest {
  private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @AutoClose private final TestServer server = new TestServer();

  /** RFC 3986 forbids some of these characters, and browsers send them nevertheless. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/r/standup?a=x|y",
        "/r/standup?a={b}",
        "/r/standup?a=\"<>^`\\",
        "/r/stand|up",
        "/?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=1&k=2&l=3&m=4&n=5&o=6&p=7&q=8",
        "/?=&&&a==b&%20=+"
      })
  void pageIsServedWithAnyQuery(String path) throws IOException {
    assertThat(server.exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("<!doctype html>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GET /%zz HTTP/1.1; 400",
        "GET /?a=%z HTTP/1.1; 400",
        "GET /v1/rooms/%FF HTTP/1.1; 400",
        "GET /v1/rooms/a%2Fb HTTP/1.1; 400",
        "GET /ui/%C0%AE HTTP/1.1; 400",
        "GET nothing HTTP/1.1; 400",
        "GET / HTTP/one; 400",
        "nonsense; 400"
      })
  void malformedRequestLineIsAProblem(String line, int status) throws IOException {
    String headers =
        line.contains("rooms") ? RawWebSocket.UPGRADE_HEADERS : "Connection: close\r\n";
    try (var connection = server.rawConnection()) {
      connection.send(line + "\r\nHost: x\r\n" + headers + "\r\n");
      assertProblem(connection.readResponse(), status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Host:\r\n", "Host: a\r\nHost: b\r\n", "Host: a:b\r\n"})
  void missingOrInvalidHostIsAProblem(String host) throws IOException {
    assertProblem(server.exchange("GET / HTTP/1.1\r\n" + host + "\r\n"), 400);
  }

  @Test
  void tooManyParametersOrHeadersAreAProblem() throws IOException {
    assertProblem(
        server.exchange("GET /?" + "a=1&".repeat(101) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
    assertProblem(
        server.exchange("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(70) + "\r\n"), 400);
  }

  @Test
  void headOverTheLimitIsAnsweredWith431() throws IOException {
    assertProblem(
        server.exchange("GET / HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(20_000) + "\r\n\r\n"), 431);
  }

  @Test
  void roomNameMayBePercentEncoded() throws Exception {
    String join = Requests.join("ann");
    assertThat(
            server.exchange(
                "POST /v1/rooms/%%73tand%%75p/peers HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(join.length(), join)))
        .startsWith("HTTP/1.1 201")
        .contains("Location: /v1/rooms/standup/peers/");
  }

  @Test
  void expectedContinueIsSentOnceTheRequestIsAdmitted() throws Exception {
    String join = Requests.join("ann");
    String head =
        """
        POST /v1/rooms/polite/peers HTTP/1.1\r
        Host: x\r
        Expect: 100-continue\r
        Connection: close\r
        Content-Length: %d\r
        \r
        """;
    try (var connection = server.rawConnection()) {
      connection.send(head.formatted(join.length()));
      assertThat(connection.readResponse()).startsWith("HTTP/1.1 100");
      connection.send(join);
      assertThat(connection.readResponse()).startsWith("HTTP/1.1 201");
    }
    try (var connection = server.rawConnection()) {
      connection.send(head.formatted(1 << 30));
      assertThat(connection.readResponse()).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderUpToALimit() throws IOException {
    assertThat(server.exchange(HEALTH.repeat(150)).split("HTTP/1.1 200", -1))
        .hasSizeBetween(100, 110);
    String last = HEALTH.replace("Host:", "Connection: close\r\nHost:");
    assertThat(server.exchange(HEALTH.repeat(50) + last).split("HTTP/1.1 200", -1)).hasSize(52);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xchunked", "gzip, chunked", "chunked, gzip", "identity"})
  void transferCodingOtherThanChunkedIsAProblem(String coding) throws IOException {
    String response =
        server.exchange(
            "POST /v1/rooms/x/peers HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
                + coding
                + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
    assertThat(response).startsWith("HTTP/1.1 400").contains("\"code\":\"bad-message\"");
  }

  private static void assertProblem(String response, int status) {
    assertThat(response)
        .startsWith("HTTP/1.1 " + status)
        .contains("application/problem+json")
        .contains("\"status\":" + status);
  }
}
