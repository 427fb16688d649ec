package dev.parley.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.parley.scenario.Action;
import dev.parley.scenario.Scenario;
import dev.parley.server.SignalingServer;
import dev.parley.server.config.ConfigReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite passes against this project's server, and names the mistake of a faulty one. */
class ServerSuiteTest {
  private static SignalingServer server;

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void start() {
    server =
        SignalingServer.start(ConfigReader.read(List.of("--port", "0", "--drain", "0"), Map.of()));
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Test
  void passesOverEachTransport() throws Exception {
    Path junit = folder.resolve("junit.xml");
    assertThat(run("--max-wait", "3", "--timeout", "60", "--junit", junit.toString(), server.url()))
        .as(output())
        .isZero();
    assertThat(output())
        .contains(
            "ok       websocket resume\n",
            "ok       sse       resume\n",
            "ok       poll      ask\n")
        .contains("skipped  poll      resume: ends a connection")
        .contains("skipped  websocket silence-in-call: takes 680 s, more than --max-wait 3")
        .containsPattern("\n\\d{2,3} passed, 0 failed, \\d+ skipped\n");
    assertThat(junit)
        .content()
        .contains("<testsuite name=\"conformance.websocket\"", "name=\"resume\" time=\"")
        .contains("<skipped message=\"takes 680 s, more than --max-wait 3\"/>");
  }

  @Test
  void reportsAMissingMember() throws Exception {
    assertFault(
        text -> List.of(text.replaceFirst(",\"online\":true", "")),
        "required properties [[online]]");
  }

  @Test
  void reportsAWrongValue() throws Exception {
    assertFault(
        text -> List.of(text.replace("\"resumed\":false", "\"resumed\":\"no\"")), "/resumed: ");
  }

  @Test
  void reportsAnUnexpectedMember() throws Exception {
    assertFault(
        text -> List.of(text.replace("\"type\":\"offer\",", "\"type\":\"offer\",\"extra\":1,")),
        "because   the message has \"extra\" too");
  }

  @Test
  void reportsAnotherOrder() throws Exception {
    List<String> held = new ArrayList<>();
    assertFault(
        text -> {
          if (text.contains("\"type\":\"offer\"")) {
            held.add(text);
            return List.of();
          }
          List<String> swapped = new ArrayList<>(List.of(text));
          swapped.addAll(held);
          held.clear();
          return swapped;
        },
        "because   \"type\" is \"candidate\", not \"offer\"");
  }

  @Test
  void reportsAMissingMessage() throws Exception {
    assertFault(
        text -> text.contains("\"type\":\"answer\"") ? List.of() : List.of(text),
        "because   \"type\" is \"candidate\", not \"answer\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"poll", "sse"})
  void reportsAnIdThatAUrlCannotHold(String transport) throws Exception {
    HttpServer hostile = withWrongIds(1);
    String url = "http://127.0.0.1:" + hostile.getAddress().getPort();
    try {
      Path junit = folder.resolve("junit.xml");
      int code =
          run(
              "--transport",
              transport,
              "--scenario",
              "negotiation",
              "--junit",
              junit.toString(),
              url);
      assertThat(code).as(output()).isEqualTo(1);
      assertThat(output())
          .contains("self.id is not 22 characters of base64url: \"a b\"")
          .contains("0 passed, 1 failed");
      assertThat(junit).content().contains("<failure ");
    } finally {
      hostile.stop(0);
    }
  }

  @Test
  void reportsAWrongIdOfTheFirstJoin() throws Exception {
    HttpServer hostile = withWrongIds(0);
    try {
      assertThat(run("--transport", "poll", "http://127.0.0.1:" + hostile.getAddress().getPort()))
          .isEqualTo(2);
      assertThat(err.toString(UTF_8))
          .contains("does not answer a join over poll: self.id is not 22 characters of base64url");
    } finally {
      hostile.stop(0);
    }
  }

  @Test
  void reportsAScenarioThatCrashesAsFailed() throws Exception {
    List<Action> actions =
        List.of(new Action.Connect("ann", "room"), new Action.SendBinary("ann", "not hex"));
    Scenario crash =
        new Scenario("crash", "Crash", Set.of(), List.of(new Scenario.Step(1, "crash", actions)));
    Report report = new Report(new PrintWriter(out, true, UTF_8));
    var options =
        new ServerSuite.Options(
            URI.create(server.url()),
            List.of(Transport.WEBSOCKET),
            List.of(crash),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            1);
    new ServerSuite(options, report).run();
    assertThat(report.hasFailures()).as(output()).isTrue();
    assertThat(output()).contains("the scenario ended with java.lang.IllegalArgumentException");
  }

  /** Forwards joins to the server, and replaces the id in the answers after the first ones. */
  private static HttpServer withWrongIds(int right) throws IOException {
    HttpServer hostile =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger joins = new AtomicInteger();
    HttpClient client = HttpClient.newHttpClient();
    hostile.createContext(
        "/",
        exchange -> {
          try (exchange) {
            HttpRequest join =
                HttpRequest.newBuilder(URI.create(server.url()).resolve(exchange.getRequestURI()))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                    .build();
            String joined = client.send(join, BodyHandlers.ofString()).body();
            if (joins.incrementAndGet() > right) {
              joined = joined.replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"a b\"");
            }
            byte[] body = joined.getBytes(UTF_8);
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    hostile.start();
    return hostile;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // ends at once
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "\u0001\u0002\u0003"
      })
  void explainsAServerThatAnswersNonsense(String answer) throws Exception {
    try (ServerSocket nonsense = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(nonsense, answer));
      String host = "127.0.0.1:" + nonsense.getLocalPort();
      for (String transport : List.of("websocket", "sse", "poll")) {
        err.reset();
        assertThat(run("--timeout", "2", "--transport", transport, "http://" + host)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
            .as(transport)
            .contains(host)
            .doesNotContain("\tat ");
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1",
        "http://nowhere.invalid",
        "localhost:8080",
        "ftp://localhost",
        "http://localhost:1 --transport pigeons",
        "http://localhost:1 --scenario nothing",
        "http://localhost:1 --scenarios nowhere",
        "http://localhost:1 --timeout 0",
        ""
      })
  void explainsWrongUsage(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank().doesNotContain("\tat ");
  }

  private static void answer(ServerSocket nonsense, String answer) {
    while (true) {
      try (Socket socket = nonsense.accept()) {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Runs the scenario of a call against a server that changes its messages. */
  private void assertFault(Function<String, List<String>> change, String sentence)
      throws IOException {
    Interference fault =
        new Interference() {
          @Override
          public synchronized List<String> fromServer(ProxiedConnection connection, String text) {
            return change.apply(text);
          }
        };
    try (WebSocketProxy proxy = new WebSocketProxy(URI.create(server.url()), 0, fault)) {
      int code =
          run(
              "--transport",
              "websocket",
              "--scenario",
              "negotiation",
              "--timeout",
              "5",
              "http://localhost:" + proxy.port());
      assertThat(code).as(output()).isNotZero();
      assertThat(output() + err.toString(StandardCharsets.UTF_8)).contains(sentence);
    }
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--scenarios")) {
      all.addAll(List.of("--scenarios", "../../protocol/scenarios"));
    }
    assertThat(Files.isDirectory(Path.of("../../protocol/scenarios"))).isTrue();
    return new Main()
        .run(
            new PrintWriter(out, true, StandardCharsets.UTF_8),
            new PrintWriter(err, true, StandardCharsets.UTF_8),
            all.toArray(String[]::new));
  }
}
