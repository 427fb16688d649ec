package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.config.ConfigReader;
import dev.parley.server.config.MemoryPlan;
import dev.parley.server.http.HttpListener;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.Faults;
import dev.parley.signaling.spi.Grant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may enter is asked somewhere else, which takes time: no thread waits, and nobody else. */
class LateAnswersTest {
  private static final long PATIENCE_SECONDS = 60;

  /** The questions that have been asked, each to be answered by the test. */
  private final BlockingQueue<CompletableFuture<Grant>> questions = new LinkedBlockingQueue<>();

  private final HttpClient http = HttpClient.newHttpClient();
  private Signaling signaling;
  private Routes routes;
  private HttpListener listener;

  @BeforeEach
  void start() throws IOException {
    MemoryPlan plan =
        MemoryPlan.of(
            ConfigReader.read(List.of(), Map.of()), Runtime.getRuntime().maxMemory(), 1_000);
    signaling =
        Signaling.builder()
            .authenticator(_ -> {
              var question = new CompletableFuture<Grant>();
              questions.add(question);
              return question;
            })
            .build();
    routes = new Routes(signaling, plan, 16, InstantSource.system());
    listener = new HttpListener(1);
    listener.listen("127.0.0.1", 0, routes.gate());
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    listener.stop(Duration.ofSeconds(5));
  }

  @Test
  void theOnlyThreadServesOthersMeanwhileAndThenAnswers() throws Exception {
    var joining = http.sendAsync(join("ann"), BodyHandlers.ofString());
    CompletableFuture<Grant> question = question();
    assertThat(health().statusCode()).isEqualTo(200);
    assertThat(joining).isNotDone();
    assertThat(routes.gate().requests().isIdle()).isFalse();
    question.complete(Grant.MEMBER);
    HttpResponse<String> joined = joining.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(joined.statusCode()).isEqualTo(201);
    assertThat(joined.body()).contains("\"type\":\"joined\"");
  }

  @Test
  void whoIsNotLetInIsToldSo() throws Exception {
    var joining = http.sendAsync(join("ann"), BodyHandlers.ofString());
    question().completeExceptionally(new IllegalStateException("a defect of a plug-in"));
    assertThat(joining.get(PATIENCE_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
  }

  @Test
  void aClientThatHasGoneMeanwhileHarmsNothing() throws Exception {
    CompletableFuture<Grant> question;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      String body = body("ann");
      socket
          .getOutputStream()
          .write(
              ("POST /v1/rooms/late/peers HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.US_ASCII));
      question = question();
      socket.setSoLinger(true, 0);
    }
    question.complete(Grant.MEMBER);
    for (int i = 0; i < PATIENCE_SECONDS * 100 && !routes.gate().requests().isIdle(); i++) {
      Thread.sleep(10);
    }
    assertThat(routes.gate().requests().isIdle()).isTrue();
    assertThat(health().statusCode()).isEqualTo(200);
    var next = http.sendAsync(join("ann"), BodyHandlers.ofString());
    question().complete(Grant.MEMBER);
    assertThat(next.get(PATIENCE_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
  }

  /** More than the server reads at once stands behind the join: reading pauses, and goes on. */
  @Test
  void whatAWebSocketSaysBehindItsJoinIsTakenInOrderOnceItIsIn() throws Exception {
    int messages = 100;
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    WebSocket ann = webSocket(heard);
    ann.sendText(body("ann"), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    CompletableFuture<Grant> question = question();
    String data = "x".repeat(5_000);
    for (int id = 1; id <= messages; id++) {
      String message = "{\"type\":\"message\",\"id\":" + id + ",\"data\":\"" + data + "\"}";
      ann.sendText(message, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(health().statusCode()).isEqualTo(200);
    question.complete(Grant.MEMBER);
    String last = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(last).contains("\"type\":\"joined\"");
    while (!last.contains("\"received\":" + messages)) {
      signaling.tick();
      routes.tick(new Faults());
      String next = heard.poll(PATIENCE_SECONDS / 60, TimeUnit.SECONDS);
      last = next == null ? last : next;
      assertThat(last).doesNotContain("error");
    }
    ann.abort();
  }

  private CompletableFuture<Grant> question() throws InterruptedException {
    CompletableFuture<Grant> question = questions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(question).as("a question to the authenticator").isNotNull();
    return question;
  }

  private int port() {
    return listener.address().getPort();
  }

  private static String body(String name) {
    return "{\"type\":\"join\",\"key\":\"" + name + "-0123456789abcdefghijk\"}";
  }

  private HttpRequest join(String name) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/v1/rooms/late/peers"))
        .POST(BodyPublishers.ofString(body(name)))
        .build();
  }

  private HttpResponse<String> health() throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/healthz")).build(),
        BodyHandlers.ofString());
  }

  private WebSocket webSocket(BlockingQueue<String> heard) throws Exception {
    var hears =
        new WebSocket.Listener() {
          private final StringBuilder text = new StringBuilder();

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
              heard.add(text.toString());
              text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
          }
        };
    return http.newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/v1/rooms/late"), hears)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
