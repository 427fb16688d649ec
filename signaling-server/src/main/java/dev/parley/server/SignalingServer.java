package dev.parley.server;

import dev.parley.server.config.ConfigException;
import dev.parley.server.config.ListenAddress;
import dev.parley.server.config.MemoryPlan;
import dev.parley.server.config.ServerConfig;
import dev.parley.server.http.HttpListener;
import dev.parley.server.http.WebDirectory;
import dev.parley.server.observe.LoggingObserver;
import dev.parley.server.turn.TurnCredentials;
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

/**
 * A server in this process: assembles the core, the transports and the port, and runs the timer.
 * {@link #start} returns when the port is open, {@link #stop} when all connections are closed.
 *
 * <p>Its threads: I/O threads, each of which owns a part of the connections, and one timer thread
 * ("tick"), which enforces all timeouts by sweeping. docs/concurrency.md has the rules.
 */
public final class SignalingServer {
  /** The resolution of all timeouts. Four sweeps per second cost little, also when idle. */
  private static final long TICK_MILLIS = 250;

  /** The longest that shutdown waits for clients, and then for the I/O threads. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final ServerConfig config;
  private final Signaling signaling;
  private final LoggingObserver.Subscription log;
  private final Routes routes;
  private final HttpListener listener;
  private final InstantSource clock;
  private final HeapTrimmer heapTrimmer;
  private final FaultBarrier faults = new FaultBarrier();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tick").factory());

  private SignalingServer(
      ServerConfig requested, InstantSource clock, UnaryOperator<SignalingBuilder> plugs) {
    this.clock = clock;
    this.heapTrimmer = HeapTrimmer.ofThisProcess(clock.instant());
    long heap = Runtime.getRuntime().maxMemory();
    WebDirectory web = WebDirectory.read(requested.web(), heap);
    this.listener = listener(requested);
    MemoryPlan plan = MemoryPlan.of(requested, heap - web.bytes(), OpenFileLimit.maxConnections());
    this.config = plan.config();
    this.signaling =
        plugs
            .apply(Signaling.builder())
            .clock(clock)
            .limits(config.limits())
            .iceServers(TurnCredentials.of(config.ice(), SteadyClock.dateOfThisMachine()))
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
    this.routes =
        new Routes(
            signaling, plan, web, OpenFileLimit.spareConnections(config.connections()), clock);
  }

  private static HttpListener listener(ServerConfig config) {
    int processors = Runtime.getRuntime().availableProcessors();
    try {
      return new HttpListener(config.ioThreads() == 0 ? processors : config.ioThreads());
    } catch (IOException e) {
      throw new ConfigException(
          "The I/O threads cannot be started: raise the limit of open files (ulimit -n).");
    }
  }

  /**
   * Starts a server.
   *
   * @throws ConfigException if the limits do not fit the heap, or the address cannot be bound
   */
  public static SignalingServer start(ServerConfig config) {
    return start(config, SteadyClock.ofThisMachine());
  }

  static SignalingServer start(ServerConfig config, InstantSource clock) {
    return start(config, clock, UnaryOperator.identity());
  }

  /** Starts a server with a customized core: another authenticator or journal, for tests. */
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
      listener.stop(STOP_TIMEOUT);
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
                + ": set PARLEY_HOST to an address of this machine and PARLEY_PORT to a port that"
                + " this user may bind.");
  }

  /** The URL of the page, for a browser on this machine. */
  public String url() {
    return ListenAddress.url(config.host(), listener.address());
  }

  public int port() {
    return listener.address().getPort();
  }

  /** Enforces what is due by now. Called by the timer, and by tests that move the clock. */
  void tick() {
    faults.isolate("ticking the rooms", signaling::tick);
    routes.tick(faults);
    faults.isolate("trimming the heap", () -> heapTrimmer.tick(clock.instant()));
  }

  /**
   * Stops the server without losing messages: refuses new clients, tells all others to reconnect,
   * waits until they have gone, and closes the port. Takes ten seconds at most.
   */
  public void stop() {
    stop(STOP_TIMEOUT);
  }

  void stop(Duration patience) {
    routes.gate().requests().close(); // before the core, which tells only present clients
    signaling.close();
    awaitIdle(patience);
    ticker.shutdownNow();
    listener.stop(STOP_TIMEOUT);
    log.close();
  }

  private boolean isIdle() {
    return routes.gate().requests().isIdle()
        && signaling.isIdle()
        && !signaling.hasResumableSeats();
  }

  /** Waits for clients to read what was sent to them, resume if they have to, and disconnect. */
  private void awaitIdle(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!isIdle() && System.nanoTime() < deadline) {
        Thread.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stop without waiting
    }
  }
}
