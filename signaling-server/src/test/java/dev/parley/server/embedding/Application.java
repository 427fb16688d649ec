package dev.parley.server.embedding;

import dev.parley.signaling.Signaling;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An application with its own pages, and with rooms. */
final class Application {
  private final Signaling signaling;
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
  private final Undertow undertow;

  Application(int port, HttpHandler pages, Signaling signaling) {
    this.signaling = signaling;
    HttpHandler paths =
        Handlers.pathTemplate()
            .add("/v1/rooms/{room}", RoomSocket.handler(signaling))
            .add("/*", pages);
    this.undertow = Undertow.builder().addHttpListener(port, "localhost").setHandler(paths).build();
  }

  void start() {
    var _ = ticker.scheduleAtFixedRate(signaling::tick, 250, 250, TimeUnit.MILLISECONDS);
    undertow.start();
  }

  int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress()).getPort();
  }

  /** Asks all participants to reconnect, and gives them five seconds to disconnect. */
  void stop() throws InterruptedException {
    signaling.close();
    for (int i = 0; i < 50 && !signaling.isIdle(); i++) {
      Thread.sleep(100);
    }
    undertow.stop();
    ticker.shutdown();
  }
}
