package dev.parley.server.http;

import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * The port of the server and its I/O threads. Built on XNIO with Undertow's HTTP parser: Undertow's
 * own builder has no hook between accepting a connection and the parser, where the gate belongs.
 */
public final class HttpListener {
  static final int BUFFER_BYTES = 16 * 1_024;

  /** Connections that the kernel queues before they are accepted: a restart brings all clients. */
  private static final int BACKLOG = 4_096;

  private static final int POOLED_BUFFERS = 1_024;

  /** Fixed, since the kernel would let the buffer of a client that does not read grow to 4 MB. */
  private static final int SEND_BUFFER_BYTES = 128 * 1_024;

  /** The time in which the head of a request must arrive. */
  private static final int REQUEST_MILLIS = 10_000;

  /** The time after which a connection without a request is closed. */
  private static final int IDLE_MILLIS = 60_000;

  /** Connections that are accepted and not yet counted, or aborted and not yet closed. */
  private static final int IN_TRANSIT = 8;

  private final XnioWorker worker;
  private @Nullable AcceptingChannel<StreamConnection> port;
  private boolean stopped; // guarded by this

  /** Starts the I/O threads, each of which will own a part of the connections. */
  public HttpListener(int ioThreads) throws IOException {
    worker =
        Xnio.getInstance(HttpListener.class.getClassLoader())
            .createWorker(
                OptionMap.builder()
                    .set(Options.WORKER_IO_THREADS, ioThreads)
                    .set(Options.WORKER_TASK_CORE_THREADS, 1) // unused: no handler blocks
                    .set(Options.WORKER_TASK_MAX_THREADS, 1)
                    .getMap());
  }

  /**
   * Opens the port. Must be called once.
   *
   * @throws IOException if the address cannot be bound
   */
  public void listen(String host, int number, Gate gate) throws IOException {
    HttpOpenListener http =
        new HttpOpenListener(
            // Pooled without caches per thread: the default frees direct buffers by Unsafe.
            new DefaultByteBufferPool(true, BUFFER_BYTES, POOLED_BUFFERS, 0), requestOptions());
    http.setRootHandler(gate.handler());
    AcceptingChannel<StreamConnection> accepting =
        worker.createStreamConnectionServer(
            new InetSocketAddress(InetAddress.getByName(host), number),
            ChannelListeners.<StreamConnection>openListenerAdapter(gate.connections().before(http)),
            connectionOptions(gate.connections()));
    accepting.resumeAccepts();
    port = accepting;
  }

  private static OptionMap requestOptions() {
    return OptionMap.builder()
        .set(UndertowOptions.MAX_HEADER_SIZE, HttpConnection.MAX_HEAD_BYTES)
        .set(UndertowOptions.MAX_HEADERS, RequestHeadCost.MAX_HEADERS)
        .set(UndertowOptions.MAX_PARAMETERS, RequestHeadCost.MAX_PARAMETERS)
        .set(UndertowOptions.MAX_ENTITY_SIZE, -1L) // RequestBody has a limit for each request
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_MILLIS)
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
        .set(UndertowOptions.DECODE_URL, false) // PercentDecoder does, strictly
        .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
        .getMap();
  }

  private static OptionMap connectionOptions(ConnectionGate gate) {
    int max = (int) Math.min((long) gate.max() + gate.maxSpare(), Integer.MAX_VALUE - IN_TRANSIT);
    return OptionMap.builder()
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BACKLOG, BACKLOG)
        .set(Options.SEND_BUFFER, SEND_BUFFER_BYTES)
        // The gate enforces the limits. These marks only pause accepting in a flood, until the
        // connections that the gate has aborted are closed, so that open files do not run out.
        .set(Options.CONNECTION_HIGH_WATER, max + IN_TRANSIT)
        .set(Options.CONNECTION_LOW_WATER, max + IN_TRANSIT / 2)
        .getMap();
  }

  /** The address and port that the system has bound. */
  public InetSocketAddress address() {
    if (port == null) {
      throw new IllegalStateException("Call listen first.");
    }
    return port.getLocalAddress(InetSocketAddress.class);
  }

  /** Closes the port and all connections, and ends the threads. Repeated calls have no effect. */
  public synchronized void stop(Duration timeout) {
    if (stopped) {
      return; // closing a port whose threads have ended waits forever
    }
    stopped = true;
    IoUtils.safeClose(port);
    worker.shutdown();
    try {
      if (!worker.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
