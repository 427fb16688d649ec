package dev.parley.server;

import dev.parley.server.config.ConfigException;
import dev.parley.server.config.ListenAddress;
import dev.parley.server.config.ServerConfig;
import dev.parley.server.http.Routes;
import dev.parley.server.observe.LoggingObserver;
import dev.parley.signaling.Signaling;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xnio.Options;

/** A signaling service on a port. */
public final class SignalingServer {
  private static final Logger LOG = Logger.getLogger("parley");
  private static final long TICK_MILLIS = 250;
  private static final int BACKLOG = 4_096;
  private static final int BUFFER_BYTES = 16 * 1_024;
  private static final int POOLED_BUFFERS = 1_024;
  private static final int SEND_BUFFER_BYTES = 128 * 1_024;
  private static final int MAX_HEADER_BYTES = 16 * 1_024;
  private static final int MAX_HEADERS = 64;
  private static final int MAX_PARAMETERS = 16;
  private static final int REQUEST_MILLIS = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ServerConfig config;
  private final Signaling signaling;
  private final Routes routes;
  private final Undertow undertow;
  private final InstantSource clock;
  private final Housekeeping housekeeping;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tick").factory());

  private SignalingServer(ServerConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.housekeeping = Housekeeping.ofThisProcess(clock.instant());
    this.signaling =
        Signaling.builder()
            .clock(clock)
            .limits(config.limits())
            .iceServers(config.iceServers())
            .heartbeatTimeout(config.heartbeatTimeout())
            .resumeWindow(config.resumeWindow())
            .peersPerRoom(config.peersPerRoom())
            .rooms(config.rooms())
            .logBytes(config.logBytes())
            .totalLogBytes(config.totalLogBytes())
            .totalRosterBytes(config.totalRosterBytes())
            .totalUnsentBytes(config.totalUnsentBytes())
            .drain(config.drain())
            .observer(new LoggingObserver())
            .build();
    int connections =
        config.connections() == 0
            ? OpenFiles.placeForConnections()
            : Math.min(config.connections(), OpenFiles.placeForConnections());
    this.routes = new Routes(signaling, config, connections, clock);
    this.undertow = undertow(connections);
  }

  /**
   * Starts a server.
   *
   * @throws ConfigException if it cannot listen where it is told to
   */
  public static SignalingServer start(ServerConfig config) {
    return start(config, SteadyClock.ofThisMachine());
  }

  static SignalingServer start(ServerConfig config, InstantSource clock) {
    SignalingServer server = new SignalingServer(config, clock);
    server.start();
    return server;
  }

  private void start() {
    try {
      undertow.start();
    } catch (RuntimeException e) {
      throw cannotListen(e);
    }
    var _ =
        ticker.scheduleAtFixedRate(
            this::tickSafely, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private ConfigException cannotListen(RuntimeException e) {
    boolean inUse =
        e.getCause() instanceof BindException bind
            && String.valueOf(bind.getMessage()).contains("in use");
    return new ConfigException(
        inUse
            ? "Port " + config.port() + " is in use: set PARLEY_PORT or stop the other server."
            : "Cannot listen on "
                + config.host()
                + " port "
                + config.port()
                + ": set PARLEY_HOST to an address of this machine, and PARLEY_PORT to a port that you may use.");
  }

  /** Where a browser finds it. */
  public String url() {
    return ListenAddress.url(config.host(), bound());
  }

  public int port() {
    return bound().getPort();
  }

  private InetSocketAddress bound() {
    return (InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress();
  }

  /** Does what is due by now; the server's own timer calls it, and a test that moves the clock. */
  void tick() {
    signaling.tick();
    routes.tick();
    housekeeping.tick(clock.instant());
  }

  /** A timer that meets an exception would never come again. */
  private void tickSafely() {
    try {
      tick();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a defect, met by the timer", e);
    }
  }

  /** Sends everybody away, to come again, and ends. */
  public void stop() {
    stop(PATIENCE);
  }

  void stop(Duration patience) {
    routes.closeDoors();
    signaling.close();
    awaitIdle(patience);
    ticker.shutdownNow();
    undertow.stop();
  }

  /** Clients that were told to go are given the time to do so, but not for ever. */
  private void awaitIdle(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!routes.isIdle() && System.nanoTime() < deadline) {
        Thread.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then at once
    }
  }

  /** Some are accepted above the bound, to be told that they have come too late. */
  private static int withSpare(int connections) {
    long spare = OpenFiles.reserve(connections) / 2;
    return (int) Math.min(connections + spare, Integer.MAX_VALUE);
  }

  private Undertow undertow(int connections) {
    int ioThreads =
        config.ioThreads() == 0 ? Runtime.getRuntime().availableProcessors() : config.ioThreads();
    return Undertow.builder()
        .addHttpListener(config.port(), config.host(), routes.handler())
        .setIoThreads(ioThreads)
        .setWorkerThreads(1) // nothing here blocks
        .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER_BYTES, POOLED_BUFFERS, 0))
        .setSocketOption(Options.BACKLOG, BACKLOG)
        // Beyond this nobody is accepted, and so nobody told why: it is the last resort.
        .setSocketOption(Options.CONNECTION_HIGH_WATER, withSpare(connections))
        .setSocketOption(Options.CONNECTION_LOW_WATER, connections)
        .setSocketOption(Options.SEND_BUFFER, SEND_BUFFER_BYTES)
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
        .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
        .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, Routes.maxEntityBytes(config))
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_MILLIS)
        .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, (int) PATIENCE.toMillis())
        .build();
  }
}
