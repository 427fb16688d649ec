package dev.parley.websocket;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/** An HTTP server that upgrades all that asks for it, on any path. */
final class WebSocketServer implements AutoCloseable, HttpHandler {
  private final Consumer<StreamConnection> open;
  private final Undertow undertow;
  private final boolean secure;

  /** Listens on the loopback address; port 0 is any, and without a context there is no TLS. */
  WebSocketServer(
      int port,
      @Nullable SSLContext context,
      Limits limits,
      Function<WebSocket, Receiver> receiver) {
    this(
        port,
        context,
        connection -> WebSocket.open(connection, limits, Quota.unlimited(), receiver));
  }

  WebSocketServer(int port, @Nullable SSLContext context, Consumer<StreamConnection> open) {
    this.open = open;
    this.secure = context != null;
    Undertow.Builder builder = Undertow.builder().setIoThreads(1).setWorkerThreads(1);
    if (context == null) {
      builder.addHttpListener(port, "127.0.0.1", this);
    } else {
      builder.addHttpsListener(port, "127.0.0.1", context, this);
    }
    undertow = builder.build();
    undertow.start();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    HeaderMap fields = exchange.getRequestHeaders();
    OpeningHandshake.Verdict verdict =
        OpeningHandshake.judge(
            exchange.getProtocol().equals(Protocols.HTTP_1_1),
            name -> fields.contains(name) ? fields.get(name) : List.of());
    exchange.setStatusCode(verdict.status());
    if (!verdict.isAccepted()) {
      exchange.setPersistent(false);
      exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, OpeningHandshake.VERSION);
      exchange.getResponseSender().send(verdict.sentence());
      return;
    }
    exchange.upgradeChannel((connection, _) -> open.accept(connection));
    HeaderMap answer = exchange.getResponseHeaders();
    answer.put(Headers.UPGRADE, "websocket");
    answer.put(Headers.CONNECTION, "Upgrade");
    answer.put(
        Headers.SEC_WEB_SOCKET_ACCEPT,
        OpeningHandshake.accept(fields.getFirst(Headers.SEC_WEB_SOCKET_KEY)));
    exchange.endExchange();
  }

  int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
  }

  boolean isSecure() {
    return secure;
  }

  void stop() {
    undertow.stop();
  }

  @Override
  public String toString() {
    return secure ? "TLS" : "plain";
  }

  @Override
  public void close() {
    stop();
  }
}
