package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  @Test
  void everyFileOfTheWebClientIsServed() throws IOException {
    try (Stream<Path> files = Files.walk(WEB)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all)
          .hasSizeGreaterThan(50)
          .allSatisfy(file -> {
            HttpResponse<byte[]> answer = sendUnchecked("/" + WEB.relativize(file));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(Files.readAllBytes(file));
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
    HttpResponse<byte[]> answer = send(request("/static-files-test/" + file));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/static-files-test/a.unknown", "/static-files-test", "/ui", "/%00.html"})
  void unknownExtensionsAndFoldersWithoutIndexAreNotFound(String path) throws Exception {
    assertThat(send(request(path)).statusCode()).isEqualTo(404);
  }

  @Test
  void folderRedirectsToItsIndex() throws Exception {
    HttpResponse<byte[]> redirect = send(request(FOLDER));
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(header(redirect, "location")).isEqualTo(FOLDER + "/");
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
    HttpResponse<byte[]> answer = send(request(MODULE).header("If-None-Match", "\"other\""));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isNotEmpty();
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
  void pagesOfAnyOriginCanUseEveryAnswer(String method, String path, int status) throws Exception {
    HttpResponse<byte[]> answer =
        send(
            request(path)
                .header("Origin", "https://elsewhere.example")
                .method(method, BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThatItCanBeUsedByPagesOfOtherOrigins(answer);
  }

  @Test
  void apiIsNotOpenedToPagesOfOtherOrigins() throws Exception {
    HttpResponse<byte[]> answer =
        send(
            request("/v1/rooms/a/peers")
                .header("Origin", "https://elsewhere.example")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(header(answer, "access-control-allow-origin")).isEmpty();
  }

  /** A module import uses CORS without credentials; an isolated page checks the second header. */
  private static void assertThatItCanBeUsedByPagesOfOtherOrigins(HttpResponse<?> answer) {
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(answer, "cross-origin-resource-policy")).isEqualTo("cross-origin");
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + stage.port() + path));
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
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
