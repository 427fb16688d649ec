package dev.parley.bench.wire;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** All lines to one server, on one thread: whoever calls {@link #turn}. */
public final class Loop implements AutoCloseable {
  /** Waiting takes whole milliseconds; who is to act sooner than in two does not wait. */
  private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(2);

  private final Target target;
  private final Sources sources;
  private final @Nullable SSLContext tls;
  private final Selector selector = Selector.open();
  private final Buffers buffers = new Buffers();
  private final byte[] inputBytes = new byte[2 * FrameReader.MAX_LENGTH];
  private final ByteBuffer input = ByteBuffer.wrap(inputBytes);
  private final List<Line> dirty = new ArrayList<>();
  private long now = System.nanoTime();
  private int random = (int) now | 1;
  private int lines;

  /**
   * @throws IOException if the system has no sockets for us
   */
  public Loop(Target target) throws IOException {
    this.target = target;
    this.sources = new Sources(target);
    this.tls = target.secure() ? defaultTls() : null;
  }

  private static SSLContext defaultTls() throws IOException {
    try {
      return SSLContext.getDefault();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException("this JDK has no TLS", e);
    }
  }

  /** Opens a line; the ears are told when it is there, or cannot be. */
  public Line open(Ears ears, UpgradeRequest request) throws IOException {
    SocketChannel socket = SocketChannel.open();
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    sources.bind(socket);
    SelectionKey key = socket.register(selector, SelectionKey.OP_CONNECT);
    byte[] bytes =
        Upgrade.request(target.host(), target.base() + request.path(), request.subprotocol());
    Line line = new Line(this, socket, key, wire(socket), bytes, ears);
    key.attach(line);
    lines++;
    line.connect(target.address());
    return line;
  }

  private Wire wire(SocketChannel socket) {
    if (tls == null) {
      return new PlainWire(socket);
    }
    SSLEngine engine = tls.createSSLEngine(target.name(), target.address().getPort());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new TlsWire(socket, engine);
  }

  /** Does what can be done, or waits for something to do; until then at most. */
  public void turn(long until) throws IOException {
    flush();
    long wait = until - System.nanoTime();
    if (wait >= SHORTEST_WAIT) {
      selector.select(Loop::tell, TimeUnit.NANOSECONDS.toMillis(wait) - 1);
    } else {
      selector.selectNow(Loop::tell);
    }
    tellTime();
    flush();
  }

  private static void tell(SelectionKey key) {
    ((Line) key.attachment()).ready();
  }

  private void flush() {
    for (int i = 0; i < dirty.size(); i++) {
      dirty.get(i).flush();
    }
    dirty.clear();
  }

  /** The time, as of the last thing that happened ({@link System#nanoTime}). */
  public long now() {
    return now;
  }

  /** How many lines have not ended. */
  public int lines() {
    return lines;
  }

  void tellTime() {
    now = System.nanoTime();
  }

  void toFlush(Line line) {
    dirty.add(line);
  }

  void ended() {
    lines--;
  }

  Buffers buffers() {
    return buffers;
  }

  /** Where what comes is read into, whichever line it comes over. */
  ByteBuffer input() {
    return input;
  }

  /** The bytes of the input. */
  byte[] inputBytes() {
    return inputBytes;
  }

  /** A key to mask with; it need not be good, for nobody here is to be protected (xorshift). */
  int nextKey() {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return random;
  }

  /** Ends every line, without a word. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : List.copyOf(selector.keys())) {
      ((Line) key.attachment()).cut();
    }
    selector.close();
  }
}
