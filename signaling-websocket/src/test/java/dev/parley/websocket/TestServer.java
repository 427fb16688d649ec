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

/** An HTTP server that upgrades every valid WebSocket request, on any path. */
final class TestServer implements AutoCloseable, HttpHandler {
  private final Consumer<StreamConnection> open;
  private final Undertow undertow;
  private final boolean secure;

  /**
   * Listens on the loopback address.
   *
   * @param port 0 for any free port
   * @param context for TLS; null for none
   */
  TestServer(
      int port,
      @Nullable SSLContext context,
      MessageLimits limits,
      Function<WebSocket, WebSocketListener> receiver) {
    this(
        port,
        context,
        connection -> WebSocket.open(connection, limits, BufferQuota.unlimited(), receiver));
  }

  TestServer(int port, @Nullable SSLContext context, Consumer<StreamConnection> open) {
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
    OpeningHandshake.Result result =
        OpeningHandshake.check(
            exchange.getProtocol().equals(Protocols.HTTP_1_1),
            name -> fields.contains(name) ? fields.get(name) : List.of());
    exchange.setStatusCode(result.status());
    if (!result.isAccepted()) {
      exchange.setPersistent(false);
      exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, OpeningHandshake.VERSION);
      exchange.getResponseSender().send(result.message());
      return;
    }
    exchange.upgradeChannel((connection, _) -> open.accept(connection));
    HeaderMap response = exchange.getResponseHeaders();
    response.put(Headers.UPGRADE, "websocket");
    response.put(Headers.CONNECTION, "Upgrade");
    response.put(
        Headers.SEC_WEB_SOCKET_ACCEPT,
        OpeningHandshake.acceptValue(fields.getFirst(Headers.SEC_WEB_SOCKET_KEY)));
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
