package dev.parley.websocket;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.spi.AsyncWebSocketHttpServerExchange;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/** An HTTP server that upgrades all that asks for it, on any path. */
final class WebSocketServer implements AutoCloseable, HttpHandler {
  private final Hybi13Handshake handshake = new Hybi13Handshake(Set.of(), false);
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
    var facade = new AsyncWebSocketHttpServerExchange(exchange, Set.of());
    if (!handshake.matches(facade)) {
      exchange.setStatusCode(426).endExchange();
      return;
    }
    exchange.upgradeChannel((connection, _) -> open.accept(connection));
    handshake.handshake(facade);
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
