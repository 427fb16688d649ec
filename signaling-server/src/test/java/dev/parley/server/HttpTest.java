package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands behind each URL. */
class HttpTest {
  private static ServerStage stage;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    stage = new ServerStage();
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  static void stop() {
    http.close();
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/r/standup", "/index.html"})
  void thePageIsServedWithWhatItMayDo(String path) throws Exception {
    HttpResponse<String> page = get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(page, "cache-control")).isEqualTo("no-cache");
    assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
    assertThat(header(page, "content-security-policy"))
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/parley.js", "/signaling/client.js", "/ui/app.js", "/example/example.js"})
  void modulesAreServedAsJavaScript(String path) throws Exception {
    HttpResponse<String> module = get(path);
    assertThat(module.statusCode()).isEqualTo(200);
    assertThat(header(module, "content-type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(module, "access-control-allow-origin")).isEqualTo("*");
  }

  @Test
  void aFileThatHasNotChangedIsNotSentAgain() throws Exception {
    HttpResponse<String> first = get("/signaling/client.js");
    HttpResponse<String> second =
        send(request("/signaling/client.js").header("If-None-Match", header(first, "etag")));
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/nothing.js",
        "/ui/",
        "/ui/../../../pom.xml",
        "/ui/%2e%2e/%2e%2e/META-INF/MANIFEST.MF",
        "/../dev/parley/server/Main.class",
        "//etc/passwd",
        "/r/a/b"
      })
  void whatIsNotThereIsNotFound(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("\"status\":404").doesNotContain("Exception");
  }

  @Test
  void theHealthCheckAnswers() throws Exception {
    HttpResponse<String> answer = get("/healthz");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "cache-control")).isEqualTo("no-store");
  }

  @Test
  void aRoomWithoutAnUpgradeSaysThatOneIsNeeded() throws Exception {
    HttpResponse<String> answer = get("/v1/rooms/standup");
    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(header(answer, "upgrade")).isEqualTo("websocket");
  }

  @Test
  void aProxyIsNotAskedToUpgradeForItCouldPassThatOnOverHttp2() throws Exception {
    HttpResponse<String> answer =
        send(request("/v1/rooms/standup").header("X-Forwarded-For", "192.0.2.7"));
    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(header(answer, "upgrade")).isEmpty();
  }

  @Test
  void anotherMethodIsNotAllowed() throws Exception {
    HttpResponse<String> answer =
        send(request("/healthz").POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000))));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/rooms/a | GET",
        "/v1/rooms/a/peers | OPTIONS, POST",
        "/v1/rooms/a/peers/b | DELETE, OPTIONS",
        "/v1/rooms/a/peers/b/messages | GET, OPTIONS, POST",
        "/v1/rooms/a/peers/b/events | GET, OPTIONS",
        "/r/standup | GET, HEAD",
        "/nothing | GET, HEAD"
      })
  void aRefusedMethodNamesThoseThatAreAllowed(String path, String allowed) throws Exception {
    HttpResponse<String> answer =
        send(request(path).method("PATCH", HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isEqualTo(allowed);
    assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/standup", "/r", "/r/a/b", "/nothing.js"})
  void aPersonWhoFollowsALinkToNothingGetsThePageThatSaysSo(String path) throws Exception {
    String browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (HttpRequest.Builder link :
        List.of(
            request(path).header("Accept", browser),
            request(path).header("Accept", browser).header("Sec-Fetch-Mode", "navigate"),
            request(path).header("Accept", browser).header("If-None-Match", "*"))) {
      HttpResponse<String> answer = send(link);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(header(answer, "content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(header(answer, "content-security-policy")).contains("default-src 'none'");
      assertThat(answer.body()).startsWith("<!doctype html>");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/rooms/a/peers",
    "GET, /v1/rooms/a/peers/b",
    "HEAD, /v1/rooms/a/peers/b/messages",
    "DELETE, /v1/rooms/a/peers/b/events",
    "POST, /v1/rooms/a"
  })
  void aPathThatThereIsIsNotSaidToBeMissing(String method, String path) throws Exception {
    HttpResponse<String> answer =
        send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isNotEmpty().doesNotContain(method);
  }

  @Test
  void aScriptThatAsksForNothingGetsAProblem() throws Exception {
    for (HttpRequest.Builder script :
        List.of(
            request("/nothing").header("Accept", "*/*"),
            request("/nothing").header("Accept", "text/html").header("Sec-Fetch-Mode", "cors"),
            request("/v1/nothing").header("Accept", "text/html"))) {
      HttpResponse<String> answer = send(script);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404",
    "/v1/rooms/a, 405",
    "/v1/rooms/a/peers, 405",
    "/readyz, 200",
    "/, 200"
  })
  void theHeadOfAnAnswerIsItsHeadAlone(String path, int status) throws Exception {
    try (var client =
        new RawWebSocket(
            stage.port(),
            "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
      assertThat(client.status()).isEqualTo(status);
      assertThat(client.response()).contains("Content-Length: ");
      assertThat(client.response().contains("application/problem+json")).isEqualTo(status >= 400);
      assertThat(client.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS * HTTP/1.1", "TRACE / HTTP/1.1", "FOO /v1/rooms/a HTTP/1.1"})
  void aMethodThatThereIsNotIsRefusedWithABody(String line) throws Exception {
    try (var client =
        new RawWebSocket(stage.port(), line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
      assertThat(client.status()).isIn(404, 405);
      assertThat(client.response()).contains("application/problem+json");
      assertThat(client.body()).contains("\"status\":" + client.status());
    }
  }

  @Test
  void theHeadOfAFileComesWithoutTheFile() throws Exception {
    HttpResponse<String> answer =
        send(request("/ui/app.js").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + stage.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
