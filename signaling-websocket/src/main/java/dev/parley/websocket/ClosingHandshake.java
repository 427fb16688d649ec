package dev.parley.websocket;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * The state of one connection and its closing handshake (RFC 6455 section 7), which ends after
 * {@value #TIMEOUT_SECONDS} seconds in any case.
 *
 * <p>The server is the first to close the TCP connection (section 7.1.1), once both sides have sent
 * a close frame and this side's frames have left. Belongs to the connection's I/O thread.
 */
final class ClosingHandshake {
  /** The time for the peer to read the frames before the close frame, and to send its own. */
  private static final long TIMEOUT_SECONDS = 5;

  private static final byte[] NOTHING = {};

  private enum State {
    OPEN,
    /** This side has queued its close frame; the peer has not sent one. */
    CLOSE_SENT,
    /** Both sides have closed; this side's close frame may still be queued. */
    CLOSED,
    /** This side has failed the connection (section 7.1.7): the peer's frames are ignored. */
    FAILED,
    /** The TCP connection is closed. */
    DISCONNECTED
  }

  private final StreamConnection connection;
  private final SendQueue queue;
  private final IntConsumer onClosed;
  private State state = State.OPEN;
  private int code = CloseCodes.ABNORMAL_CLOSURE;
  private boolean reported;
  private XnioExecutor.@Nullable Key timeout;

  /**
   * @param onClosed called once, with the code for {@link WebSocketListener#onClosed}
   */
  ClosingHandshake(StreamConnection connection, SendQueue queue, IntConsumer onClosed) {
    this.connection = connection;
    this.queue = queue;
    this.onClosed = onClosed;
  }

  /** Whether messages are sent and received. */
  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether frames are decoded: before the peer's close frame, and unless the peer has failed. */
  boolean decodesFrames() {
    return state == State.OPEN || state == State.CLOSE_SENT;
  }

  /**
   * Whether the socket is read. After a failure it is read although the bytes are ignored: if
   * unread bytes are left when the socket is closed, the operating system resets the connection,
   * and the peer may lose the close frame.
   */
  boolean readsSocket() {
    return decodesFrames() || state == State.FAILED;
  }

  /** Starts the closing handshake from this side. Does nothing if it has started already. */
  void start(int ownCode) {
    if (state == State.OPEN) {
      sendClose(State.CLOSE_SENT, ownCode);
    }
  }

  /** The peer's close frame has arrived: it is answered with its own code (section 5.5.1). */
  void onPeerClose(int peerCode) {
    code = peerCode;
    sendClose(State.CLOSED, peerCode);
  }

  /**
   * Fails the connection: because of the peer's frames, or of an error in handling them. A peer
   * that does not read either is disconnected at once, because everything that is queued for it
   * would occupy memory until the timeout.
   */
  void fail(int ownCode) {
    if (decodesFrames() && queue.isStalled()) {
      code = ownCode;
      abort();
    } else if (decodesFrames()) {
      code = ownCode;
      sendClose(State.FAILED, ownCode);
      report(); // now, not when the peer has gone: none of its frames will be delivered any more
    }
  }

  /** Closes the TCP connection at once. */
  void abort() {
    IoUtils.safeClose(connection);
    if (state == State.DISCONNECTED) {
      return;
    }
    state = State.DISCONNECTED;
    if (timeout != null) {
      timeout.remove();
    }
    report();
  }

  private void report() {
    if (!reported) {
      reported = true;
      onClosed.accept(code);
    }
  }

  /** Enters a state, and queues the close frame unless it has been queued in an earlier one. */
  private void sendClose(State next, int ownCode) {
    boolean first = state == State.OPEN;
    state = next;
    if (first) {
      queue.add(new OutgoingFrame(Opcode.CLOSE, payload(ownCode), this::closeOutput));
      startTimeout();
    } else if (queue.isEmpty()) {
      closeOutput();
    }
  }

  private static byte[] payload(int code) {
    return code == CloseCodes.NO_STATUS_RECEIVED
        ? NOTHING
        : new byte[] {(byte) (code >> Byte.SIZE), (byte) code};
  }

  private void startTimeout() {
    try {
      timeout =
          connection.getIoThread().executeAfter(this::abort, TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      abort(); // the I/O thread is ending, and all its connections with it
    }
  }

  /** All frames have left: closes this direction if the peer has closed or has been failed. */
  private void closeOutput() {
    if (decodesFrames()) {
      return; // the peer's close frame calls this again
    }
    try {
      ConduitStreamSinkChannel sink = connection.getSinkChannel();
      sink.shutdownWrites();
      sink.flush(); // sends the close_notify of TLS
    } catch (IOException e) {
      abort();
    }
    if (state == State.CLOSED) {
      abort();
    }
  }
}
