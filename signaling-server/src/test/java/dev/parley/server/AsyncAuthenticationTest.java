package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.config.ConfigReader;
import dev.parley.server.config.MemoryPlan;
import dev.parley.server.http.HttpListener;
import dev.parley.server.http.WebDirectory;
import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.Requests;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.spi.Grant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
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

/**
 * An authenticator that answers later: the only I/O thread serves other clients meanwhile, and the
 * requests after the join wait.
 */
class AsyncAuthenticationTest {
  private static final long TIMEOUT_SECONDS = 60;

  /** The calls of the authenticator, which a test completes. */
  private final BlockingQueue<CompletableFuture<Grant>> admissions = new LinkedBlockingQueue<>();

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
              var admission = new CompletableFuture<Grant>();
              admissions.add(admission);
              return admission;
            })
            .build();
    routes = new Routes(signaling, plan, WebDirectory.NONE, 16, InstantSource.system());
    listener = new HttpListener(1);
    listener.listen("127.0.0.1", 0, routes.gate());
  }

  @AfterEach
  void stop() {
    listener.stop(Duration.ofSeconds(5));
  }

  @Test
  void ioThreadServesOthersUntilTheAuthenticatorAnswers() throws Exception {
    var joining = http.sendAsync(join(), BodyHandlers.ofString());
    CompletableFuture<Grant> admission = admission();
    assertThat(health().statusCode()).isEqualTo(200);
    assertThat(joining).isNotDone();
    assertThat(routes.gate().requests().isIdle()).isFalse();
    admission.complete(Grant.MEMBER);
    HttpResponse<String> joined = joining.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(joined.statusCode()).isEqualTo(201);
    assertThat(joined.body()).contains("\"type\":\"joined\"");
  }

  @Test
  void failureOfTheAuthenticatorIsAnsweredWith500() throws Exception {
    var joining = http.sendAsync(join(), BodyHandlers.ofString());
    admission().completeExceptionally(new IllegalStateException("a bug of a plug-in"));
    assertThat(joining.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
  }

  @Test
  void answerForAClientThatHasVanishedIsDropped() throws Exception {
    CompletableFuture<Grant> admission;
    String body = Requests.join("ann");
    RawHttpConnection connection =
        RawHttpConnection.open(port())
            .send(
                "POST /v1/rooms/late/peers HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
    admission = admission();
    connection.reset();
    admission.complete(Grant.MEMBER);
    for (int i = 0; i < TIMEOUT_SECONDS * 100 && !routes.gate().requests().isIdle(); i++) {
      Thread.sleep(10);
    }
    assertThat(routes.gate().requests().isIdle()).isTrue();
    assertThat(health().statusCode()).isEqualTo(200);
    var next = http.sendAsync(join(), BodyHandlers.ofString());
    admission().complete(Grant.MEMBER);
    assertThat(next.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
  }

  /** The messages are longer than one read, so the server has to pause reading and resume. */
  @Test
  void messagesBehindTheJoinAreProcessedInOrderAfterwards() throws Exception {
    int messages = 100;
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    WebSocket ann = webSocket(received);
    ann.sendText(Requests.join("ann"), true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    CompletableFuture<Grant> admission = admission();
    String data = "x".repeat(5_000);
    for (int id = 1; id <= messages; id++) {
      ann.sendText(Requests.message(id, data), true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(health().statusCode()).isEqualTo(200);
    admission.complete(Grant.MEMBER);
    String last = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(last).contains("\"type\":\"joined\"");
    while (!last.contains("\"received\":" + messages)) {
      signaling.tick();
      routes.tick(new FaultBarrier());
      String next = received.poll(TIMEOUT_SECONDS / 60, TimeUnit.SECONDS);
      last = next == null ? last : next;
      assertThat(last).doesNotContain("error");
    }
    ann.abort();
  }

  private CompletableFuture<Grant> admission() throws InterruptedException {
    CompletableFuture<Grant> admission = admissions.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(admission).as("a call of the authenticator").isNotNull();
    return admission;
  }

  private int port() {
    return listener.address().getPort();
  }

  private HttpRequest join() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/v1/rooms/late/peers"))
        .POST(BodyPublishers.ofString(Requests.join("ann")))
        .build();
  }

  private HttpResponse<String> health() throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/healthz")).build(),
        BodyHandlers.ofString());
  }

  private WebSocket webSocket(BlockingQueue<String> received) throws Exception {
    var listener =
        new WebSocket.Listener() {
          private final StringBuilder text = new StringBuilder();

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
              received.add(text.toString());
              text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
          }
        };
    return http.newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + port() + "/v1/rooms/late"), listener)
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
