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

/** The authenticator of docs/embedding.md, with a service that knows a few tokens. */
class RemoteAuthenticatorTest {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch mayRespond = new CountDownLatch(1);
  private final Undertow service =
      Undertow.builder().addHttpListener(0, "localhost").setHandler(this::respond).build();
  private Application application;

  private void respond(HttpServerExchange exchange) {
    exchange
        .getRequestReceiver()
        .receiveFullString((_, token) -> {
          String path = exchange.getRequestPath();
          if (token.equals("slow")) {
            exchange.dispatch(() -> respondLater(exchange));
          } else if (path.equals("/may-enter/standup") && token.equals("ann's")) {
            exchange.getResponseSender().send("host");
          } else {
            exchange.setStatusCode(token.equals("broken") ? 500 : 403).endExchange();
          }
        });
  }

  private void respondLater(HttpServerExchange exchange) {
    requested.countDown();
    try {
      mayRespond.await();
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
  void roleComesFromTheService() throws Exception {
    try (WebSocketPeer ann = peer()) {
      ann.requestJoin("ann's");

      JsonObject self = ann.receive("joined").getAsJsonObject("self");
      assertThat(self.get("role").getAsString()).isEqualTo("host");
    }
  }

  @ParameterizedTest
  @CsvSource({"stranger's, forbidden, 4403", "broken, unavailable, 1013"})
  void refusalHasItsErrorCode(String token, String code, int closeCode) throws Exception {
    try (WebSocketPeer ben = peer()) {
      ben.requestJoin(token);

      assertThat(ben.receive("error").get("code").getAsString()).isEqualTo(code);
      assertThat(ben.closeCode()).isEqualTo(closeCode);
    }
  }

  @Test
  void joinWithoutTokenIsUnauthorized() throws Exception {
    try (WebSocketPeer ben = peer()) {
      ben.send("{\"type\":\"join\",\"key\":\"ben-0123456789abcdefghi\"}");

      assertThat(ben.receive("error").get("code").getAsString()).isEqualTo("unauthorized");
      assertThat(ben.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void joinFailsWhileTheServiceIsDown() throws Exception {
    service.stop();
    try (WebSocketPeer ann = peer()) {
      ann.requestJoin("ann's");

      assertThat(ann.receive("error").get("code").getAsString()).isEqualTo("unavailable");
      assertThat(ann.closeCode()).isEqualTo(1013);
    }
  }

  @Test
  void requestsWaitForTheServiceAndOtherPeersDoNot() throws Exception {
    try (WebSocketPeer slow = peer();
        WebSocketPeer ann = peer()) {
      slow.requestJoin("slow");
      slow.send("{\"type\":\"message\",\"id\":1,\"data\":1}");
      requested.await();
      ann.requestJoin("ann's");
      ann.receive("joined");
      mayRespond.countDown();

      assertThat(slow.receive("joined").getAsJsonObject("self").get("role").getAsString())
          .isEqualTo("guest");
      ann.receive("peer-joined");
      assertThat(ann.receive("message").get("data").getAsInt()).isEqualTo(1);
      slow.send("{\"type\":\"message\",\"id\":2,\"data\":2}");
      assertThat(ann.receive("message").get("data").getAsInt()).isEqualTo(2);
    }
  }

  private WebSocketPeer peer() throws IOException, InterruptedException {
    return new WebSocketPeer(application.port(), "standup");
  }
}
