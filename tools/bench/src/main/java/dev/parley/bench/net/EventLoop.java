package dev.parley.bench.net;

import dev.parley.client.ClientHandshake;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** All connections to one server. Everything runs on the thread that calls {@link #run}. */
public final class EventLoop implements AutoCloseable {
  /** A selector waits whole milliseconds, so the loop polls when less than two remain. */
  private static final long MIN_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final int FIRST_SOURCE = 2;
  private static final int SOURCES = 64;

  private final Target target;
  private final @Nullable SSLContext tls;
  private final Selector selector = Selector.open();
  private final BufferPool buffers = new BufferPool();
  private final ByteBuffer input = ByteBuffer.allocate(2 * NonBlockingWebSocket.MAX_PAYLOAD);
  private final List<NonBlockingWebSocket> unflushed = new ArrayList<>();
  private boolean manySources;
  private int nextSource;
  private long now = System.nanoTime();
  private int connections;

  /**
   * A loop without connections.
   *
   * @throws IOException if the system provides no selector
   */
  public EventLoop(Target target) throws IOException {
    this.target = target;
    this.tls = target.secure() ? defaultTls() : null;
    this.manySources = target.isLoopback() && target.address().getAddress() instanceof Inet4Address;
  }

  private static SSLContext defaultTls() throws IOException {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this JDK has no TLS", e);
    }
  }

  /** Opens a WebSocket. The listener is called when it is open or has failed. */
  public NonBlockingWebSocket connect(
      String path, Optional<String> subprotocol, NonBlockingWebSocket.Listener listener)
      throws IOException {
    SocketChannel socket = SocketChannel.open();
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    bindToNextSource(socket);
    SelectionKey key = socket.register(selector, SelectionKey.OP_CONNECT);
    byte[] request =
        ClientHandshake.request(
            target.host(),
            target.base() + path,
            subprotocol.map(ClientHandshake::subprotocol).orElse(""));
    NonBlockingWebSocket opened =
        new NonBlockingWebSocket(this, socket, key, transport(socket), request, listener);
    key.attach(opened);
    connections++;
    opened.connect(target.address());
    return opened;
  }

  /**
   * Spreads connections over addresses of 127.0.0.0/8: one address has some 28,000 ports for one
   * server, and each stays in use for a minute after its connection.
   */
  private void bindToNextSource(SocketChannel socket) throws IOException {
    if (!manySources) {
      return;
    }
    try {
      nextSource = (nextSource + 1) % SOURCES;
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(new InetSocketAddress("127.0.0." + (FIRST_SOURCE + nextSource), 0));
    } catch (BindException e) {
      manySources = false; // some systems have 127.0.0.1 alone
    }
  }

  private Transport transport(SocketChannel socket) {
    if (tls == null) {
      return new Transport.Plain(socket);
    }
    SSLEngine engine = tls.createSSLEngine(target.hostName(), target.address().getPort());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new TlsTransport(socket, engine);
  }

  /** Handles the events that are ready, or waits for one until the given time at most. */
  public void run(long until) throws IOException {
    flush();
    long wait = until - System.nanoTime();
    if (wait >= MIN_WAIT_NANOS) {
      selector.select(EventLoop::handle, TimeUnit.NANOSECONDS.toMillis(wait) - 1);
    } else {
      selector.selectNow(EventLoop::handle);
    }
    updateTime();
    flush();
  }

  private static void handle(SelectionKey key) {
    ((NonBlockingWebSocket) key.attachment()).ready();
  }

  /** Writes the messages of one iteration together: one system call for each connection. */
  private void flush() {
    for (int i = 0; i < unflushed.size(); i++) {
      unflushed.get(i).flush();
    }
    unflushed.clear();
  }

  /** The time of the last read or iteration ({@link System#nanoTime}). */
  public long now() {
    return now;
  }

  /** How many connections have not ended. */
  public int connections() {
    return connections;
  }

  void updateTime() {
    now = System.nanoTime();
  }

  void flushLater(NonBlockingWebSocket socket) {
    unflushed.add(socket);
  }

  void ended() {
    connections--;
  }

  BufferPool buffers() {
    return buffers;
  }

  /** The buffer that all connections read into. */
  ByteBuffer input() {
    return input;
  }

  /** Ends every connection without a close frame. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : List.copyOf(selector.keys())) {
      ((NonBlockingWebSocket) key.attachment()).abort();
    }
    selector.close();
  }
}
