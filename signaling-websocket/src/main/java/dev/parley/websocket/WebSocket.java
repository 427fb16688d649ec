package dev.parley.websocket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * The server's end of one WebSocket (RFC 6455), on a connection that has been upgraded.
 *
 * <p>It belongs to the connection's XNIO I/O thread, which calls its {@link WebSocketListener}, and
 * needs no locks. Other threads may call {@link #runLater}, {@link #runOnIoThread}, {@link
 * #incompleteMessage} and {@link #stalledAt}; all other methods must be called on the I/O thread.
 *
 * <p>Pings are answered without the listener. Idle connections and slow peers are not closed here:
 * the owner watches {@link WebSocketListener#onActivity}, {@link #incompleteMessage} and {@link
 * #stalledAt}, and calls {@link #abort}.
 */
public final class WebSocket {
  private static final System.Logger LOG = System.getLogger(WebSocket.class.getName());
  private static final byte[] NOTHING = {};

  /** {@link #incompleteMessage} returns this if no message has arrived in part. */
  public static final long NO_MESSAGE = -1;

  private final StreamConnection connection;
  private final FrameDecoder decoder;
  private final SendQueue queue;
  private final ClosingHandshake closing;
  private final ReadScheduler reads;
  private final WebSocketListener listener;

  /** A copy of the decoder's number, for other threads. */
  private volatile long incompleteMessage = NO_MESSAGE;

  private WebSocket(
      StreamConnection connection,
      MessageLimits limits,
      BufferQuota quota,
      Function<WebSocket, WebSocketListener> listener) {
    this.connection = connection;
    this.decoder = new FrameDecoder(limits, quota, new Dispatcher());
    this.queue = new SendQueue(connection.getSinkChannel());
    this.closing = new ClosingHandshake(connection, queue, this::onClosed);
    this.reads = new ReadScheduler(connection);
    this.listener = listener.apply(this);
  }

  /**
   * Takes over a connection whose opening handshake is complete. Must be called on the connection's
   * I/O thread. If it throws, the connection is closed.
   *
   * @param quota bounds the buffers of incomplete messages; a message that exceeds it closes the
   *     connection with 1013
   * @param listener creates the listener, which receives everything from the first byte on; it must
   *     not use the WebSocket before it has returned
   * @throws IllegalStateException if the current thread is not the connection's I/O thread
   */
  public static WebSocket open(
      StreamConnection connection,
      MessageLimits limits,
      BufferQuota quota,
      Function<WebSocket, WebSocketListener> listener) {
    try {
      if (!connection.getIoThread().equals(Thread.currentThread())) {
        throw new IllegalStateException("Open a WebSocket on its connection's I/O thread.");
      }
      WebSocket socket = new WebSocket(connection, limits, quota, listener);
      socket.start();
      return socket;
    } catch (RuntimeException | Error e) {
      IoUtils.safeClose(connection);
      throw e;
    }
  }

  private void start() {
    ConduitStreamSourceChannel source = connection.getSourceChannel();
    source.setReadListener(this::onReadable);
    source.setCloseListener(_ -> closing.abort());
    connection.getSinkChannel().setWriteListener(_ -> write(queue::onWritable));
    reads.start();
  }

  /**
   * Queues a task for the connection's I/O thread, from any thread. On the I/O thread itself, the
   * task runs at the end of the current round, after everything that is ready has been read. If the
   * I/O thread has ended, and all its connections with it, the task is dropped.
   */
  public void runLater(Runnable task) {
    try {
      connection.getIoThread().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "The I/O thread has ended, and the connection with it.");
    }
  }

  /**
   * Runs a task at once if this is the connection's I/O thread, and as {@link #runLater} if not.
   */
  public void runOnIoThread(Runnable task) {
    if (connection.getIoThread().equals(Thread.currentThread())) {
      task.run();
    } else {
      runLater(task);
    }
  }

  /**
   * Sends text messages. They are written together, and at once as far as the socket accepts them;
   * messages that are sent during a listener's call are written when all that was read has been
   * delivered. What the socket does not accept stays queued, without a bound. After {@link #close}
   * or the end of the connection, messages are dropped.
   *
   * @param messages at least one, as UTF-8, in arrays that nothing modifies any more
   * @param onSent runs on the I/O thread when all of the messages have been handed to the operating
   *     system, perhaps before this method returns; never, if the messages are dropped
   */
  public void send(List<byte[]> messages, Runnable onSent) {
    int last = messages.size() - 1;
    for (int i = 0; i < last; i++) {
      add(new OutgoingFrame(Opcode.TEXT, messages.get(i), null));
    }
    add(new OutgoingFrame(Opcode.TEXT, messages.get(last), onSent));
    flush();
  }

  /** Sends a binary message, like {@link #send}. */
  public void sendBinary(byte[] message, Runnable onSent) {
    add(new OutgoingFrame(Opcode.BINARY, message, onSent));
    flush();
  }

  /**
   * Sends an empty ping. The pong is not delivered: it counts as {@linkplain
   * WebSocketListener#onActivity activity}, like everything else that the peer sends.
   */
  public void ping() {
    add(new OutgoingFrame(Opcode.PING, NOTHING, null));
    flush();
  }

  /**
   * Starts the closing handshake: the close frame follows all queued messages. No message is
   * delivered or sent after this call. The TCP connection is closed when the peer has sent its
   * close frame, or after five seconds. Does nothing if the connection is closing or closed.
   *
   * @param code 1000, or another code that a close frame may have (RFC 6455 section 7.4)
   */
  public void close(int code) {
    closing.start(code);
    resume(); // the peer's close frame has to be read
    flush();
  }

  /**
   * Stops reading until {@link #resume}, or until this side closes the connection. The messages of
   * the read that is being delivered are still delivered. Meanwhile nothing of the peer is noticed,
   * not even the end of its connection.
   */
  public void pause() {
    if (closing.isOpen()) {
      reads.pause();
    }
  }

  /** Reads again after {@link #pause}. Does nothing if reading is not paused. */
  public void resume() {
    reads.resume();
  }

  /**
   * The number of the message that has arrived in part, counted from 0, or {@link #NO_MESSAGE}. A
   * number that does not change for long means a message that the peer does not complete. Any
   * thread may call this.
   */
  public long incompleteMessage() {
    return incompleteMessage;
  }

  /**
   * The number of bytes that the socket had accepted, since the connection began, when it accepted
   * no more; -1 if nothing waits for the socket. A number that does not change for long means a
   * peer that does not read. Any thread may call this.
   */
  public long stalledAt() {
    return queue.stalledAt();
  }

  /** Closes the TCP connection at once, without a close frame, and drops queued messages. */
  public void abort() {
    closing.abort();
  }

  private void add(OutgoingFrame frame) {
    if (closing.isOpen()) {
      queue.add(frame);
    }
  }

  private void flush() {
    write(queue::flush);
  }

  private void write(WriteStep step) {
    try {
      step.write();
    } catch (IOException e) {
      closing.abort(); // a broken connection is not an error
    } catch (RuntimeException | Error e) {
      boolean failedBefore = !closing.decodesFrames();
      failUnexpectedly(e);
      if (failedBefore) {
        closing.abort(); // not even the close frame can be written
      } else {
        flush();
      }
    }
  }

  private void onReadable(ConduitStreamSourceChannel source) {
    if (!closing.readsSocket() || !reads.mayRead()) {
      return;
    }
    try {
      IoBuffers buffers = IoBuffers.ofThisThread();
      int length = buffers.read(source);
      if (length < 0) {
        closing.abort();
        return;
      }
      queue.cork(); // what listeners send while this read is delivered goes out in one write
      deliver(buffers.decodeBuffer, length);
      queue.uncork();
      flush();
      if (closing.readsSocket()) {
        reads.afterRead(length);
      }
    } catch (IOException e) {
      closing.abort();
    }
  }

  private void deliver(byte[] bytes, int length) {
    if (length == 0 || !closing.decodesFrames()) {
      return;
    }
    try {
      listener.onActivity();
      decoder.decode(bytes, FrameDecoder.HEADROOM, FrameDecoder.HEADROOM + length);
      long incomplete = decoder.incompleteMessage();
      if (incomplete != incompleteMessage) { // a volatile write costs more than this comparison
        incompleteMessage = incomplete;
      }
    } catch (WebSocketException e) {
      closing.fail(e.code());
      resume(); // see ClosingHandshake.readsSocket
    } catch (RuntimeException | Error e) {
      failUnexpectedly(e);
    }
  }

  /** Errors are caught here, because they must not harm the other connections of the I/O thread. */
  private void failUnexpectedly(Throwable e) {
    LOG.log(Level.ERROR, "A WebSocket is closed after an error in handling its messages.", e);
    closing.fail(CloseCodes.INTERNAL_ERROR);
    resume();
  }

  private void onClosed(int code) {
    decoder.close();
    try {
      listener.onClosed(code);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A WebSocket listener failed in onClosed.", e);
    }
  }

  private interface WriteStep {
    void write() throws IOException;
  }

  /**
   * Passes messages to the listener. One read may bring messages after the one that made the
   * listener close the connection: they are dropped, except for the peer's close frame.
   */
  private final class Dispatcher implements DecoderListener {

    @Override
    public void onText(byte[] bytes, int offset, int length) {
      if (closing.isOpen()) {
        listener.onText(bytes, offset, length);
      }
    }

    @Override
    public void onBinary(byte[] bytes, int offset, int length) {
      if (closing.isOpen()) {
        listener.onBinary(bytes, offset, length);
      }
    }

    @Override
    public void onPing(byte[] payload) {
      if (closing.isOpen()) {
        queue.addPong(payload);
      }
    }

    @Override
    public void onClose(int code) {
      reads.stop();
      closing.onPeerClose(code);
    }
  }
}
