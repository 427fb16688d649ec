package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Static files over HTTP: folders, content types, validators, and use by pages of other origins.
 */
class StaticFilesTest {
  private static final Path WEB = Path.of("..", "web-client", "target", "classes", "web");
  private static final String FOLDER = "/static-files-test/folder";
  private static final String MODULE = "/signaling/client.js";

  @AutoClose private static final TestServer server = new TestServer();

  @ParameterizedTest
  @ValueSource(strings = {"/", "/r/standup", "/index.html"})
  void pageHasSecurityHeaders(String path) throws Exception {
    HttpResponse<String> page = server.get(path);
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
    HttpResponse<String> module = server.get(path);
    assertThat(module.statusCode()).isEqualTo(200);
    assertThat(header(module, "content-type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(module, "access-control-allow-origin")).isEqualTo("*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "asyncapi.json",
        "schemas/types.json",
        "schemas/requests/join.json",
        "fixtures/requests/join.json"
      })
  void protocolIsServedAsItIsInTheRepository(String file) throws Exception {
    HttpResponse<String> served = server.get("/docs/" + file);
    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(header(served, "content-type")).isEqualTo("application/json");
    assertThat(header(served, "access-control-allow-origin")).isEqualTo("*");
    assertThat(served.body()).isEqualTo(Files.readString(Path.of("..", "protocol", file)));
  }

  @Test
  void docsLeadsToThePageOfTheProtocol() throws Exception {
    assertThat(header(server.get("/docs"), "location")).isEqualTo("./docs/");
    assertThat(server.get("/docs/").body()).contains("<script type=\"module\" src=\"docs.js\">");
  }

  @Test
  void responseToHeadOfAFileHasNoBody() throws Exception {
    HttpResponse<byte[]> response =
        send(request("/ui/app.js").method("HEAD", BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void everyFileOfTheWebClientIsServed() throws IOException {
    try (Stream<Path> files = Files.walk(WEB)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all)
          .hasSizeGreaterThan(50)
          .allSatisfy(file -> {
            HttpResponse<byte[]> response = sendUnchecked("/" + WEB.relativize(file));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(Files.readAllBytes(file));
          });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a.json, application/json",
    "a.yaml, application/yaml",
    "a.md, text/markdown; charset=utf-8",
    "a.svg, image/svg+xml",
    "a.mjs, text/javascript; charset=utf-8",
    "a.txt, text/plain; charset=utf-8"
  })
  void contentTypeFollowsTheExtension(String file, String type) throws Exception {
    HttpResponse<byte[]> response = send(request("/static-files-test/" + file));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "content-type")).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/static-files-test/a.unknown", "/static-files-test", "/ui", "/%00.html"})
  void unknownExtensionsAndFoldersWithoutIndexAreNotFound(String path) throws Exception {
    assertThat(send(request(path)).statusCode()).isEqualTo(404);
  }

  /** Relative, so that it is correct below the path prefix of a proxy. */
  @ParameterizedTest
  @CsvSource({
    "/docs, ./docs/",
    "/docs?, ./docs/",
    "/docs?room=a/b&x=//evil.example, ./docs/?room=a/b&x=//evil.example",
    "/%64ocs?x=%0d%0aX:y, ./%64ocs/?x=%0d%0aX:y",
  })
  void redirectIsRelativeAndKeepsTheQuery(String path, String location) throws Exception {
    HttpResponse<String> redirect = server.get(path);
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(header(redirect, "location")).isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "//evil.example/..",
        "//evil.example/../docs",
        "//evil.example/docs",
        "//docs",
        "///docs",
        "/\\evil.example",
        "/\\evil.example/..",
        "/\\docs",
        "\\\\evil.example/docs",
        "/%2fevil.example/%2e%2e/docs",
        "/%5cevil.example",
        "/.//evil.example/../docs",
        "https://evil.example//evil.example/docs",
      })
  void noPathRedirectsToAnotherHost(String path) throws Exception {
    String response =
        server.exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(response).containsPattern("^HTTP/1.1 40[04] ").doesNotContain("Location:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "\u000b", "\u007f"})
  void redirectDropsAQueryWithControlCharacters(String character) throws Exception {
    String response =
        server.exchange(
            "GET /docs?a=%sb HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                .formatted(character));
    assertThat(response).contains("Location: ./docs/\r\n");
  }

  @Test
  void folderRedirectsToItsIndex() throws Exception {
    HttpResponse<byte[]> redirect = send(request(FOLDER));
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(header(redirect, "location")).isEqualTo("./folder/");
    assertThat(header(redirect, "cache-control")).isEqualTo("no-cache");

    HttpResponse<byte[]> index = send(request(FOLDER + "/"));
    assertThat(index.statusCode()).isEqualTo(200);
    assertThat(header(index, "content-type")).isEqualTo("text/html; charset=utf-8");
  }

  @Test
  void doubleSlashDoesNotRedirectToAnotherHost() throws Exception {
    assertThat(send(request("/" + FOLDER)).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
  void matchingEntityTagIsAnsweredWith304(String condition) throws Exception {
    HttpResponse<byte[]> first = send(request(MODULE));
    String tag = header(first, "etag");
    assertThat(tag).matches("\"[0-9a-f]{64}\"");

    HttpResponse<byte[]> second =
        send(request(MODULE).header("If-None-Match", condition.replace("%s", tag)));
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(header(second, "etag")).isEqualTo(tag); // RFC 9110 section 15.4.5
    assertThat(header(second, "cache-control")).isEqualTo("no-cache");
    assertThatItCanBeUsedByPagesOfOtherOrigins(second);
  }

  @Test
  void anotherEntityTagIsAnsweredWithTheFile() throws Exception {
    HttpResponse<byte[]> response = send(request(MODULE).header("If-None-Match", "\"other\""));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /signaling/client.js, 200",
    "HEAD, /signaling/client.js, 200",
    "GET, /, 200",
    "GET, /nothing.js, 404",
    "HEAD, /nothing.js, 404",
    "GET, /%ff.js, 400",
    "GET, " + FOLDER + ", 302"
  })
  void pagesOfAnyOriginCanUseEveryResponse(String method, String path, int status)
      throws Exception {
    HttpResponse<byte[]> response =
        send(
            request(path)
                .header("Origin", "https://elsewhere.example")
                .method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(status);
    assertThatItCanBeUsedByPagesOfOtherOrigins(response);
  }

  @Test
  void apiIsRefusedToPagesOfOtherOrigins() throws Exception {
    HttpResponse<byte[]> response =
        send(
            request("/v1/rooms/a/peers")
                .header("Origin", "https://elsewhere.example")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(response.statusCode()).isEqualTo(403);
  }

  /** A module import uses CORS without credentials; an isolated page checks the second header. */
  private static void assertThatItCanBeUsedByPagesOfOtherOrigins(HttpResponse<?> response) {
    assertThat(header(response, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(response, "cross-origin-resource-policy")).isEqualTo("cross-origin");
  }

  private static HttpRequest.Builder request(String path) {
    return server.request(path);
  }

  private static HttpResponse<byte[]> sendUnchecked(String path) throws IOException {
    try {
      return send(request(path));
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return server.send(request, BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
