package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.server.TestServer;
import dev.parley.server.config.ConfigException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting {@code web}: a page of the operator in place of the built-in one. */
class WebDirectoryTest {
  private static final long HEAP = 512L << 20;

  @TempDir private Path outside;
  private Path web;

  @BeforeEach
  void createPage() throws IOException {
    web = Files.createDirectory(outside.resolve("page"));
    write("index.html", "<!doctype html><title>Mine</title>");
  }

  @Test
  void pageReplacesTheBuiltInOne() throws Exception {
    write("app/main.js", "'use strict';");
    try (TestServer server = server()) {
      for (String path : new String[] {"/", "/index.html", "/r/standup"}) {
        assertThat(server.get(path).body()).isEqualTo("<!doctype html><title>Mine</title>");
      }
      HttpResponse<String> module = server.get("/app/main.js");
      assertThat(module.body()).isEqualTo("'use strict';");
      assertThat(header(module, "content-type")).isEqualTo("text/javascript; charset=utf-8");
      assertThat(header(module, "access-control-allow-origin")).isEqualTo("*");
      assertThat(header(module, "x-content-type-options")).isEqualTo("nosniff");
      assertThat(header(server.get("/app"), "location")).isEmpty();
      String tag = header(module, "etag");
      assertThat(
              server.send(server.request("/app/main.js").header("If-None-Match", tag)).statusCode())
          .isEqualTo(304);
    }
  }

  @Test
  void apiLibraryAndDocumentsStay() throws Exception {
    try (TestServer server = server()) {
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(server.get("/v1/rooms/a").statusCode()).isEqualTo(426);
      assertThat(server.get("/parley.js").body()).contains("export");
      assertThat(server.get("/signaling/client.js").statusCode()).isEqualTo(200);
      assertThat(server.get("/docs/").body()).contains("docs.js");
    }
  }

  @Test
  void filesOfTheDirectoryPrecedeBuiltInOnes() throws Exception {
    write("parley.js", "export const mine = true;");
    try (TestServer server = server()) {
      assertThat(server.get("/parley.js").body()).isEqualTo("export const mine = true;");
    }
  }

  @Test
  void policyAllowsScriptsWithinThePageOfTheOperatorOnly() throws Exception {
    try (TestServer server = server()) {
      assertThat(header(server.get("/"), "content-security-policy"))
          .contains("frame-ancestors 'none'")
          .doesNotContain("script-src", "default-src");
      assertThat(header(server.get("/docs/"), "content-security-policy"))
          .contains("script-src 'self'");
    }
  }

  @Test
  void longFilesAreServedWhole() throws Exception {
    String text = "0123456789abcdef".repeat(70_000) + "end";
    write("long.txt", text);
    write("empty.txt", "");
    try (TestServer server = server()) {
      assertThat(server.get("/long.txt").body()).isEqualTo(text);
      assertThat(server.get("/empty.txt").statusCode()).isEqualTo(200);
      assertThat(server.get("/empty.txt").body()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-, 0, 40000",
    "bytes=16383-16384, 16383, 16385",
    "bytes=5-32768, 5, 32769",
    "bytes=39999-99999999999, 39999, 40000",
    "bytes=-7, 39993, 40000",
    "bytes=-50000, 0, 40000"
  })
  void partsAreServed(String range, int start, int end) throws Exception {
    String text = writeLongFile();
    try (TestServer server = server()) {
      HttpResponse<String> response =
          server.send(server.request("/long.txt").header("Range", range));
      assertThat(response.statusCode()).isEqualTo(206);
      assertThat(response.body()).isEqualTo(text.substring(start, end));
      assertThat(header(response, "content-range"))
          .isEqualTo("bytes " + start + "-" + (end - 1) + "/40000");
      assertThat(header(response, "content-type")).isEqualTo("text/plain; charset=utf-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=40000-", "bytes=99999999999-99999999999"})
  void partsBeyondTheEndAreRefused(String range) throws Exception {
    writeLongFile();
    try (TestServer server = server()) {
      HttpResponse<String> response =
          server.send(server.request("/long.txt").header("Range", range));
      assertThat(response.statusCode()).isEqualTo(416);
      assertThat(header(response, "content-range")).isEqualTo("bytes */40000");
      assertThat(response.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,3-4",
        "bytes=4-2",
        "bytes=-0",
        "bytes=--1",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "chars=0-1",
        "bytes=99999999999999999999-"
      })
  void otherRangesGetTheWholeFile(String range) throws Exception {
    String text = writeLongFile();
    try (TestServer server = server()) {
      HttpResponse<String> response =
          server.send(server.request("/long.txt").header("Range", range));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(text);
    }
  }

  @Test
  void partsAreOfTheVersionThatTheClientHas() throws Exception {
    String text = writeLongFile();
    try (TestServer server = server()) {
      String tag = header(server.get("/long.txt"), "etag");
      HttpResponse<String> same =
          server.send(
              server.request("/long.txt").header("Range", "bytes=0-4").header("If-Range", tag));
      assertThat(same.body()).isEqualTo(text.substring(0, 5));
      HttpResponse<String> other =
          server.send(
              server.request("/long.txt").header("Range", "bytes=0-4").header("If-Range", "\"a\""));
      assertThat(other.statusCode()).isEqualTo(200);
      assertThat(other.body()).isEqualTo(text);
    }
  }

  @Test
  void headIgnoresRanges() throws Exception {
    writeLongFile();
    try (TestServer server = server()) {
      String response =
          server.exchange(
              "HEAD /long.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\nConnection: close\r\n\r\n");
      assertThat(response)
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("content-length: 40000")
          .containsIgnoringCase("accept-ranges: bytes")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void changesAreServedAfterARestart() throws Exception {
    try (TestServer server = server()) {
      write("index.html", "changed");
      write("new.txt", "new");
      assertThat(server.get("/").body()).contains("Mine");
      assertThat(server.get("/new.txt").statusCode()).isEqualTo(404);
    }
    try (TestServer server = server()) {
      assertThat(server.get("/").body()).isEqualTo("changed");
      assertThat(server.get("/new.txt").body()).isEqualTo("new");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a.woff2, font/woff2",
    "a.wasm, application/wasm",
    "a.jpg, image/jpeg",
    "a.unknown, application/octet-stream",
    "LICENSE, application/octet-stream",
    "html, application/octet-stream",
    "APP.JS, text/javascript; charset=utf-8",
    "IMG_1.JPG, image/jpeg",
    ".well-known/security.txt, text/plain; charset=utf-8",
    "a b.html, text/html; charset=utf-8"
  })
  void typeFollowsTheExtension(String file, String type) throws Exception {
    write(file, "x");
    try (TestServer server = server()) {
      HttpResponse<String> response = server.get("/" + file.replace(" ", "%20"));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(header(response, "content-type")).isEqualTo(type);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.env",
        "/.git/config",
        "/sub/.secret.txt",
        "/.well-known/.secret.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/sub/%2e%2e/%2e%2e/secret.txt",
        "/sub/../../secret.txt",
        "/sub//a.txt",
        "//sub/a.txt",
        "/sub/a.txt/",
        "/sub%2fa.txt%00"
      })
  void nothingElseIsServed(String path) throws Exception {
    write("sub/a.txt", "a");
    write("sub/.secret.txt", "SECRET");
    write(".well-known/.secret.txt", "SECRET");
    write(".env", "SECRET");
    write(".git/config", "SECRET");
    Files.writeString(outside.resolve("secret.txt"), "SECRET");
    try (TestServer server = server()) {
      String response =
          server.exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(response).containsPattern("^HTTP/1.1 40[04] ").doesNotContain("SECRET");
    }
  }

  @Test
  void linksWithinTheDirectoryAreFollowed() throws Exception {
    write("..data/real.html", "linked"); // as a volume of Kubernetes is made
    Files.createSymbolicLink(web.resolve("page.html"), Path.of("..data", "real.html"));
    try (TestServer server = server()) {
      assertThat(server.get("/page.html").body()).isEqualTo("linked");
      assertThat(server.get("/..data/real.html").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void directoryMayBeALinkItself() throws Exception {
    Path link = Files.createSymbolicLink(outside.resolve("current"), web);
    try (TestServer server = new TestServer("--web", link.toString())) {
      assertThat(server.get("/").body()).contains("Mine");
    }
  }

  @Test
  void linksOutOfTheDirectoryAreRefused() throws Exception {
    Path secret = Files.writeString(outside.resolve("secret.txt"), "SECRET");
    Path link = Files.createSymbolicLink(web.resolve("innocent.txt"), secret);
    assertRefused("has a symbolic link out of itself, /innocent.txt: put a copy in its place.");
    Files.delete(link);
    Files.createSymbolicLink(web.resolve("folder"), outside);
    assertRefused("has a symbolic link");
    Files.delete(web.resolve("folder"));
    Files.createSymbolicLink(web.resolve("nowhere"), outside.resolve("absent"));
    assertRefused("has /nowhere, which cannot be read: remove it.");
  }

  @Test
  void linkToAParentIsRefused() throws Exception {
    Files.createDirectory(web.resolve("sub"));
    Files.createSymbolicLink(web.resolve("sub").resolve("loop"), web);
    assertRefused("has a symbolic link to one of its own parents, /sub/loop: remove the link.");
  }

  @Test
  void tooManyFilesAreRefused() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      write("many/" + i + ".txt", "");
    }
    assertRefused("has more than 2000 files: remove those that the page does not need");
  }

  @Test
  void tooManyFoldersAreRefused() throws Exception {
    for (int i = 0; i < 10_001; i++) {
      Files.createDirectory(web.resolve("d" + i));
    }
    assertRefused("has more than 10000 files and folders");
  }

  @Test
  void filesThatDoNotFitTheHeapAreRefused() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(web.resolve("video.webm").toFile(), "rw")) {
      file.setLength(1L << 40); // sparse
    }
    assertRefused("has more than 33554432 bytes of files: remove");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> WebDirectory.read(web.toString(), 64L << 20))
        .withMessageContaining("has more than 8388608 bytes of files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1/a.txt", "docs/index.html", "r/x.html", "healthz", "readyz"})
  void pathsOfTheServerAreRefused(String path) throws Exception {
    write(path, "x");
    assertRefused("a path that the server answers itself: rename it.");
  }

  @Test
  void wrongDirectoriesAreRefused() throws Exception {
    assertRefused(outside.resolve("absent").toString(), "does not exist");
    assertRefused(web.resolve("index.html").toString(), "is not a directory");
    assertRefused(outside.toString(), "has no index.html: set it to the directory");
    assertRefused("\0", "cannot be read");
  }

  private void assertRefused(String reason) {
    assertRefused(web.toString(), reason);
  }

  private static void assertRefused(String directory, String reason) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> WebDirectory.read(directory, HEAP))
        .withMessageStartingWith("web: \"" + directory + "\" ")
        .withMessageContaining(reason);
  }

  private TestServer server() {
    return new TestServer("--web", web.toString());
  }

  /** Writes a file of several pieces, in which no two parts are equal. */
  private String writeLongFile() throws IOException {
    String text =
        IntStream.range(0, 40_000 / 8).mapToObj("%08d"::formatted).collect(Collectors.joining());
    write("long.txt", text);
    return text;
  }

  private void write(String file, String text) throws IOException {
    Path path = web.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
