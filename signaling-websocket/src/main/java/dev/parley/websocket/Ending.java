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
 * How one connection ends (RFC 6455 section 7): in words if that goes, and soon in any case.
 *
 * <p>The server is the first to end what lies below. It does so when both have closed, and what was
 * said before has left.
 */
final class Ending {
  /** How long a peer may take for its part, before it is cut. */
  private static final long PATIENCE_SECONDS = 5;

  private static final byte[] NOTHING = {};

  private enum Phase {
    OPEN,
    /** We have closed, and wait for the peer to do so. */
    CLOSING,
    /** Both have closed, and our last words are on their way. */
    CLOSED,
    /** A rule was broken: the peer hears which, and nothing is heard of it any more. */
    FAILED,
    /** The connection is gone. */
    GONE
  }

  private final StreamConnection connection;
  private final Outbox outbox;
  private final IntConsumer gone;
  private Phase phase = Phase.OPEN;
  private int code = CloseCodes.ABNORMAL;
  private boolean told;
  private XnioExecutor.@Nullable Key patience;

  /**
   * @param gone is told, once, with what code the connection ended
   */
  Ending(StreamConnection connection, Outbox outbox, IntConsumer gone) {
    this.connection = connection;
    this.outbox = outbox;
    this.gone = gone;
  }

  /** Whether messages go to and fro. */
  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** Whether what the peer sends still has a meaning. */
  boolean isHeard() {
    return phase == Phase.OPEN || phase == Phase.CLOSING;
  }

  /**
   * Whether there is a reason to read. After a failure there is, even if nothing is heard: when
   * something unread is left, the system resets the connection, and the peer may lose what we said.
   */
  boolean isRead() {
    return isHeard() || phase == Phase.FAILED;
  }

  /** We close. */
  void close(int ours) {
    if (phase == Phase.OPEN) {
      leave(Phase.CLOSING, ours);
    }
  }

  /** The peer has closed. */
  void closed(int theirs) {
    code = theirs;
    leave(Phase.CLOSED, theirs);
  }

  /** Something has gone wrong, in what the peer said or in how we took it. */
  void fail(int ours) {
    if (isHeard() && outbox.isStalled()) {
      code = ours;
      cut(); // it does not read either: what waits for it is not to be held any longer
    } else if (isHeard()) {
      code = ours;
      leave(Phase.FAILED, ours);
      tell(); // nothing that it says matters any more, even if it takes its time to go
    }
  }

  /** There is nobody to say anything to, or no reason to. */
  void cut() {
    IoUtils.safeClose(connection);
    end();
  }

  private void end() {
    if (phase == Phase.GONE) {
      return;
    }
    phase = Phase.GONE;
    if (patience != null) {
      patience.remove();
    }
    tell();
  }

  private void tell() {
    if (!told) {
      told = true;
      gone.accept(code);
    }
  }

  private void leave(Phase next, int said) {
    boolean first = phase == Phase.OPEN;
    phase = next;
    if (first) {
      outbox.add(new Outgoing(Opcode.CLOSE, payload(said), this::hangUp));
      beginToWait();
    } else if (outbox.isEmpty()) {
      hangUp();
    }
  }

  private static byte[] payload(int said) {
    return said == CloseCodes.NONE ? NOTHING : new byte[] {(byte) (said >> Byte.SIZE), (byte) said};
  }

  private void beginToWait() {
    try {
      patience =
          connection.getIoThread().executeAfter(this::cut, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      cut(); // the thread is about to end, and everything with it
    }
  }

  /** All has been said. */
  private void hangUp() {
    if (isHeard()) {
      return; // not by the peer
    }
    try {
      ConduitStreamSinkChannel sink = connection.getSinkChannel();
      sink.shutdownWrites();
      sink.flush(); // TLS has a last word of its own
    } catch (IOException e) {
      cut();
    }
    if (phase == Phase.CLOSED) {
      cut();
    }
  }
}
