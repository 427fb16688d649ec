package dev.parley.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.parley.signaling.Signaling;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.ResponseCodeHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authenticator that docs/embedding.md shows, with a service that knows a few tokens. */
class RemoteAuthenticatorTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answering = new CountDownLatch(1);
  private final Undertow service =
      Undertow.builder().addHttpListener(0, "localhost").setHandler(this::answer).build();
  private Application application;

  private void answer(HttpServerExchange exchange) {
    exchange
        .getRequestReceiver()
        .receiveFullString((_, token) -> {
          String path = exchange.getRequestPath();
          if (token.equals("slow")) {
            exchange.dispatch(() -> answerLater(exchange));
          } else if (path.equals("/may-enter/standup") && token.equals("ann's")) {
            exchange.getResponseSender().send("host");
          } else {
            exchange.setStatusCode(token.equals("broken") ? 500 : 403).endExchange();
          }
        });
  }

  private void answerLater(HttpServerExchange exchange) {
    asked.countDown();
    try {
      answering.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.getResponseSender().send("guest");
  }

  @BeforeEach
  void start() {
    service.start();
    int port = ((InetSocketAddress) service.getListenerInfo().getFirst().getAddress()).getPort();
    URI address = URI.create("http://localhost:" + port);
    Signaling signaling =
        Signaling.builder().authenticator(new RemoteAuthenticator(address)).build();
    application = new Application(0, ResponseCodeHandler.HANDLE_200, signaling);
    application.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    application.stop();
    service.stop();
  }

  @Test
  void theRoleIsTheOneThatTheServiceGives() throws Exception {
    try (Guest ann = guest()) {
      ann.askToJoin("ann's");

      JsonObject self = ann.hear("joined").getAsJsonObject("self");
      assertThat(self.get("role").getAsString()).isEqualTo("host");
    }
  }

  @ParameterizedTest
  @CsvSource({"stranger's, forbidden, 4403", "broken, unavailable, 1013"})
  void aRefusalSaysWhy(String token, String code, int closeCode) throws Exception {
    try (Guest ben = guest()) {
      ben.askToJoin(token);

      assertThat(ben.hear("error").get("code").getAsString()).isEqualTo(code);
      assertThat(ben.closed()).isEqualTo(closeCode);
    }
  }

  @Test
  void withoutATokenNobodyIsAsked() throws Exception {
    try (Guest ben = guest()) {
      ben.say("{\"type\":\"join\",\"key\":\"ben-0123456789abcdefghi\"}");

      assertThat(ben.hear("error").get("code").getAsString()).isEqualTo("unauthorized");
      assertThat(ben.closed()).isEqualTo(4401);
    }
  }

  @Test
  void aServiceThatIsDownLetsNobodyIn() throws Exception {
    service.stop();
    try (Guest ann = guest()) {
      ann.askToJoin("ann's");

      assertThat(ann.hear("error").get("code").getAsString()).isEqualTo("unavailable");
      assertThat(ann.closed()).isEqualTo(1013);
    }
  }

  @Test
  void whatIsSaidMeanwhileWaitsForTheAnswerAndOthersDoNot() throws Exception {
    try (Guest slow = guest();
        Guest ann = guest()) {
      slow.askToJoin("slow");
      slow.say("{\"type\":\"message\",\"id\":1,\"data\":1}");
      asked.await();
      ann.askToJoin("ann's");
      ann.hear("joined");
      answering.countDown();

      assertThat(slow.hear("joined").getAsJsonObject("self").get("role").getAsString())
          .isEqualTo("guest");
      ann.hear("peer-joined");
      assertThat(ann.hear("message").get("data").getAsInt()).isEqualTo(1);
      slow.say("{\"type\":\"message\",\"id\":2,\"data\":2}");
      assertThat(ann.hear("message").get("data").getAsInt()).isEqualTo(2);
    }
  }

  private Guest guest() throws IOException, InterruptedException {
    return new Guest(application.port(), "standup");
  }
}
