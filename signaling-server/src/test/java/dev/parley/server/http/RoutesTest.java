package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths and methods: health checks, 404, 405 with {@code Allow}, 426, and HEAD. */
class RoutesTest {
  @AutoClose private static final TestServer server = new TestServer();

  @Test
  void healthCheckIsNotCached() throws Exception {
    HttpResponse<String> response = server.get("/healthz");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "cache-control")).isEqualTo("no-store");
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
  void unknownPathIsAProblem(String path) throws Exception {
    HttpResponse<String> response = server.get(path);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
    assertThat(response.body()).contains("\"status\":404").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/standup", "/r", "/r/a/b", "/nothing.js"})
  void unknownPathIsAPageForABrowser(String path) throws Exception {
    String browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (HttpRequest.Builder navigation :
        List.of(
            server.request(path).header("Accept", browser),
            server.request(path).header("Accept", browser).header("Sec-Fetch-Mode", "navigate"),
            server.request(path).header("Accept", browser).header("If-None-Match", "*"))) {
      HttpResponse<String> response = server.send(navigation);
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(header(response, "content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(header(response, "content-security-policy")).contains("default-src 'none'");
      assertThat(response.body()).startsWith("<!doctype html>");
    }
  }

  @Test
  void unknownPathIsAProblemForAScript() throws Exception {
    for (HttpRequest.Builder script :
        List.of(
            server.request("/nothing").header("Accept", "*/*"),
            server
                .request("/nothing")
                .header("Accept", "text/html")
                .header("Sec-Fetch-Mode", "cors"),
            server.request("/v1/nothing").header("Accept", "text/html"))) {
      HttpResponse<String> response = server.send(script);
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
    }
  }

  @Test
  void roomWithoutUpgradeIsAnsweredWith426() throws Exception {
    HttpResponse<String> response = server.get("/v1/rooms/standup");
    assertThat(response.statusCode()).isEqualTo(426);
    assertThat(header(response, "upgrade")).isEqualTo("websocket");
  }

  /** A proxy may pass Upgrade on over HTTP/2, which forbids the field. */
  @Test
  void proxyReceives426WithoutUpgradeField() throws Exception {
    HttpResponse<String> response =
        server.send(server.request("/v1/rooms/standup").header("X-Forwarded-For", "192.0.2.7"));
    assertThat(response.statusCode()).isEqualTo(426);
    assertThat(header(response, "upgrade")).isEmpty();
  }

  @Test
  void refusedMethodMayHaveALongBody() throws Exception {
    HttpResponse<String> response =
        server.send(server.request("/healthz").POST(BodyPublishers.ofString("x".repeat(100_000))));
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(header(response, "allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/rooms/a | GET, OPTIONS",
        "/v1/rooms/a/peers | OPTIONS, POST",
        "/v1/rooms/a/peers/b | DELETE, OPTIONS",
        "/v1/rooms/a/peers/b/messages | GET, OPTIONS, POST",
        "/v1/rooms/a/peers/b/events | GET, OPTIONS",
        "/r/standup | GET, HEAD",
        "/nothing | GET, HEAD"
      })
  void refusedMethodIsAnsweredWithAllow(String path, String allowed) throws Exception {
    HttpResponse<String> response =
        server.send(server.request(path).method("PATCH", BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(header(response, "allow")).isEqualTo(allowed);
    assertThat(header(response, "content-type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/rooms/a/peers",
    "GET, /v1/rooms/a/peers/b",
    "HEAD, /v1/rooms/a/peers/b/messages",
    "DELETE, /v1/rooms/a/peers/b/events",
    "POST, /v1/rooms/a"
  })
  void knownPathWithAnotherMethodIsNotA404(String method, String path) throws Exception {
    HttpResponse<String> response =
        server.send(server.request(path).method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(header(response, "allow")).isNotEmpty().doesNotContain(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS * HTTP/1.1", "TRACE / HTTP/1.1", "FOO /v1/rooms/a HTTP/1.1"})
  void unknownMethodIsAProblem(String line) throws Exception {
    assertThat(server.exchange(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .matches(
            "(?s)HTTP/1\\.1 (404|405) .*application/problem\\+json.*\r\n\r\n.*\"status\":\\1.*");
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404",
    "/v1/rooms/a, 405",
    "/v1/rooms/a/peers, 405",
    "/readyz, 200",
    "/, 200"
  })
  void responseToHeadHasNoBody(String path, int status) throws Exception {
    String response =
        server.exchange(
            "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(response)
        .startsWith("HTTP/1.1 " + status)
        .contains("Content-Length: ")
        .endsWith("\r\n\r\n")
        .containsOnlyOnce("\r\n\r\n");
    assertThat(response.contains("application/problem+json")).isEqualTo(status >= 400);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
