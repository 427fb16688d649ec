package dev.parley.server;

import dev.parley.scenario.Connection;
import dev.parley.scenario.ManualClock;
import dev.parley.scenario.RemoteServer;
import dev.parley.scenario.ServerUnderTest;
import dev.parley.server.config.ConfigReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A real server on a port of its own, over real WebSockets, on a manual clock. */
public final class ServerStage implements ServerUnderTest, AutoCloseable {
  private final ManualClock calendar = new ManualClock();
  private final AtomicLong nanos = new AtomicLong();
  private final SignalingServer server;
  private final RemoteServer sockets;

  /** With these options beside the port. */
  public ServerStage(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--port", "0"));
    arguments.addAll(List.of(options));
    server =
        SignalingServer.start(
            ConfigReader.read(arguments, Map.of()), new SteadyClock(calendar, nanos::get));
    sockets = new RemoteServer(uri());
  }

  /** Where it is. */
  public URI uri() {
    return URI.create(server.url());
  }

  /** Its port. */
  public int port() {
    return server.port();
  }

  @Override
  public Connection connect(String room) throws IOException, InterruptedException {
    return sockets.connect(room);
  }

  @Override
  public void advance(Duration time) {
    calendar.advance(time);
    nanos.addAndGet(time.toNanos());
    server.tick();
  }

  /** Somebody sets the clock of the machine: no time has passed. */
  void setClock(Duration forwards) {
    calendar.advance(forwards);
    server.tick();
  }

  /** Begins to end the server, which waits for its clients as long as it takes. */
  public Thread drain() {
    return Thread.ofPlatform().daemon().start(() -> server.stop(Duration.ofHours(1)));
  }

  @Override
  public void close() {
    sockets.close();
    server.stop(Duration.ZERO); // those who are away do not come back
  }
}
