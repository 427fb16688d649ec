package dev.parley.server;

import dev.parley.server.config.ConfigException;
import dev.parley.server.config.ListenAddress;
import dev.parley.server.config.MemoryPlan;
import dev.parley.server.config.ServerConfig;
import dev.parley.server.http.HttpListener;
import dev.parley.server.observe.LoggingObserver;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.SignalingBuilder;
import dev.parley.signaling.guard.FaultBarrier;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A signaling service on a port. */
public final class SignalingServer {
  private static final long TICK_MILLIS = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ServerConfig config;
  private final Signaling signaling;
  private final LoggingObserver.Following log;
  private final Routes routes;
  private final HttpListener listener;
  private final InstantSource clock;
  private final HeapTrimmer housekeeping;
  private final FaultBarrier faults = new FaultBarrier();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tick").factory());

  private SignalingServer(
      ServerConfig wanted, InstantSource clock, UnaryOperator<SignalingBuilder> plugs) {
    this.clock = clock;
    this.housekeeping = HeapTrimmer.ofThisProcess(clock.instant());
    this.listener = listener(wanted);
    MemoryPlan plan =
        MemoryPlan.of(
            wanted, Runtime.getRuntime().maxMemory(), OpenFileLimit.placeForConnections());
    this.config = plan.config();
    this.signaling =
        plugs
            .apply(Signaling.builder())
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
            .totalIncomingBytes(config.totalIncomingBytes())
            .drain(config.drain())
            .historyAge(config.historyAge())
            .historySinceAdmission(config.historySinceAdmission())
            .build();
    this.log = LoggingObserver.follow(signaling.observations());
    this.routes = new Routes(signaling, plan, OpenFileLimit.spare(config.connections()), clock);
  }

  private static HttpListener listener(ServerConfig config) {
    int processors = Runtime.getRuntime().availableProcessors();
    try {
      return new HttpListener(config.ioThreads() == 0 ? processors : config.ioThreads());
    } catch (IOException e) {
      throw new ConfigException(
          "No thread can be started that reads and writes: raise the limit of open files.");
    }
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
    return start(config, clock, UnaryOperator.identity());
  }

  /** Starts a server whose core has other plugs than the configuration gives it. */
  static SignalingServer start(
      ServerConfig config, InstantSource clock, UnaryOperator<SignalingBuilder> plugs) {
    SignalingServer server = new SignalingServer(config, clock, plugs);
    server.start();
    return server;
  }

  private void start() {
    try {
      listener.listen(config.host(), config.port(), routes.gate());
    } catch (IOException e) {
      listener.stop(PATIENCE);
      log.close();
      throw cannotListen(e);
    }
    TickTask ticking = new TickTask(this::tick, Runtime.getRuntime()::halt);
    var _ = ticker.scheduleAtFixedRate(ticking, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private ConfigException cannotListen(IOException e) {
    boolean inUse = e instanceof BindException && String.valueOf(e.getMessage()).contains("in use");
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
    return ListenAddress.url(config.host(), listener.address());
  }

  public int port() {
    return listener.address().getPort();
  }

  /** Does what is due by now; the server's own timer calls it, and a test that moves the clock. */
  void tick() {
    faults.isolate("ticking the rooms", signaling::tick);
    routes.tick(faults);
    faults.isolate("keeping house", () -> housekeeping.tick(clock.instant()));
  }

  /** Sends everybody away, to come again, and ends. */
  public void stop() {
    stop(PATIENCE);
  }

  void stop(Duration patience) {
    routes.gate().requests().close();
    signaling.close();
    awaitIdle(patience);
    ticker.shutdownNow();
    listener.stop(PATIENCE);
    log.close();
  }

  private boolean isIdle() {
    return routes.gate().requests().isIdle()
        && signaling.isIdle()
        && !signaling.hasResumableSeats();
  }

  /** Clients that were told to go are given the time to do so, but not for ever. */
  private void awaitIdle(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!isIdle() && System.nanoTime() < deadline) {
        Thread.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then at once
    }
  }
}
