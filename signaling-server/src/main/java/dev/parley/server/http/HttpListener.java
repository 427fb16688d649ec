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

/** A port on which HTTP is spoken, and the threads that speak it. */
public final class HttpListener {
  static final int BUFFER_BYTES = 16 * 1_024;

  private static final int BACKLOG = 4_096;
  private static final int POOLED_BUFFERS = 1_024;
  private static final int SEND_BUFFER_BYTES = 128 * 1_024;
  private static final int REQUEST_MILLIS = 10_000;
  private static final int IDLE_MILLIS = 60_000;

  /** Connections that have been accepted and not been counted yet, or cut and not closed yet. */
  private static final int ON_THE_WAY = 8;

  private final XnioWorker worker;
  private @Nullable AcceptingChannel<StreamConnection> port;
  private boolean stopped; // guarded by this

  /** Starts so many threads, of which each belongs to some of the connections. */
  public HttpListener(int ioThreads) throws IOException {
    worker =
        Xnio.getInstance(HttpListener.class.getClassLoader())
            .createWorker(
                OptionMap.builder()
                    .set(Options.WORKER_IO_THREADS, ioThreads)
                    .set(Options.WORKER_TASK_CORE_THREADS, 1) // nothing here blocks
                    .set(Options.WORKER_TASK_MAX_THREADS, 1)
                    .getMap());
  }

  /**
   * Listens.
   *
   * @throws IOException if it cannot
   */
  public void listen(String host, int number, Gate gate) throws IOException {
    HttpOpenListener http =
        new HttpOpenListener(
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
        .set(UndertowOptions.MAX_ENTITY_SIZE, -1L) // each request has a bound of its own
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_MILLIS)
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
        .set(UndertowOptions.DECODE_URL, false) // what reads a part of it decodes that, strictly
        .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
        .getMap();
  }

  private static OptionMap connectionOptions(ConnectionGate gate) {
    int most = (int) Math.min((long) gate.most() + gate.spare(), Integer.MAX_VALUE - ON_THE_WAY);
    return OptionMap.builder()
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BACKLOG, BACKLOG)
        .set(Options.SEND_BUFFER, SEND_BUFFER_BYTES)
        // The gate keeps to its bounds: this only waits for it when very many come at once, and
        // for no longer than it takes to close what the gate has cut.
        .set(Options.CONNECTION_HIGH_WATER, most + ON_THE_WAY)
        .set(Options.CONNECTION_LOW_WATER, most + ON_THE_WAY / 2)
        .getMap();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    if (port == null) {
      throw new IllegalStateException("Listen first.");
    }
    return port.getLocalAddress(InetSocketAddress.class);
  }

  /** Ends all connections and threads, and waits so long for them. Once is enough. */
  public synchronized void stop(Duration patience) {
    if (stopped) {
      return; // to close a port whose threads have ended would wait for ever
    }
    stopped = true;
    IoUtils.safeClose(port);
    worker.shutdown();
    try {
      if (!worker.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
