package dev.parley.websocket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One WebSocket, the server's end (RFC 6455), on a connection that has been upgraded.
 *
 * <p>It belongs to the connection's I/O thread: everything but {@link #soon} is called there, and
 * its {@link Receiver} is called there. So it needs no locks.
 */
public final class WebSocket {
  /** How long a peer may take to end what has been closed, before it is cut. */
  private static final long PATIENCE_SECONDS = 5;

  private static final System.Logger LOG = System.getLogger(WebSocket.class.getName());
  private static final byte[] NOTHING = {};

  private enum Phase {
    OPEN,
    /** We have closed, and wait for the peer to do so. */
    CLOSING,
    /** The peer has closed: what we have said before still goes out. */
    CLOSED,
    /** Somebody has broken a rule: the peer hears why, and nothing is heard of it any more. */
    FAILED,
    /** The connection is gone. */
    ENDED
  }

  private final StreamConnection connection;
  private final Decoder decoder;
  private final Outbox outbox;
  private final Receiver receiver;
  private Phase phase = Phase.OPEN;
  private int code = CloseCodes.ABNORMAL;
  private XnioExecutor.@Nullable Key patience;

  private WebSocket(
      StreamConnection connection, Limits limits, Function<WebSocket, Receiver> receiver) {
    this.connection = connection;
    this.decoder = new Decoder(limits, new Incoming());
    this.outbox = new Outbox(connection.getSinkChannel());
    this.receiver = receiver.apply(this);
  }

  /**
   * Takes over a connection whose handshake is done, on its I/O thread.
   *
   * @param receiver makes the one who receives all that comes, from the first byte on; it must not
   *     use the WebSocket before it has returned
   */
  public static WebSocket open(
      StreamConnection connection, Limits limits, Function<WebSocket, Receiver> receiver) {
    try {
      if (!connection.getIoThread().equals(Thread.currentThread())) {
        throw new IllegalStateException("Open a WebSocket on its connection's I/O thread.");
      }
      WebSocket socket = new WebSocket(connection, limits, receiver);
      socket.start();
      return socket;
    } catch (RuntimeException e) {
      IoUtils.safeClose(connection);
      throw e;
    }
  }

  private void start() {
    ConduitStreamSourceChannel source = connection.getSourceChannel();
    source.setReadListener(this::readable);
    source.setCloseListener(_ -> lost());
    ConduitStreamSinkChannel sink = connection.getSinkChannel();
    sink.setWriteListener(_ -> writable());
    sink.setCloseListener(_ -> lost());
    // What came in one packet with the handshake has been read: no readiness tells of it.
    source.wakeupReads();
  }

  /**
   * Runs the task on the connection's I/O thread: called there, at the end of this round, after all
   * that has become ready; called elsewhere, by a hand-over. If the thread has ended, and with it
   * all its connections, it is not run.
   */
  public void soon(Runnable task) {
    try {
      connection.getIoThread().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "The I/O thread has ended.");
    }
  }

  /**
   * Sends messages of text, given as UTF-8 in arrays that are not changed any more. They are
   * written together, and at once as far as the socket takes them; those that are sent while the
   * receiver is called go out when all that was read has been received.
   *
   * @param sent is run when all of them have been handed to the system, maybe before this returns;
   *     never if the connection ends earlier, or is closed already
   */
  public void send(List<byte[]> messages, Runnable sent) {
    int last = messages.size() - 1;
    for (int i = 0; i < last; i++) {
      add(new Outgoing(Opcode.TEXT, messages.get(i), null));
    }
    add(new Outgoing(Opcode.TEXT, messages.get(last), sent));
    flush();
  }

  /** Sends a binary message, like {@link #send}. */
  public void sendBinary(byte[] message, Runnable sent) {
    add(new Outgoing(Opcode.BINARY, message, sent));
    flush();
  }

  /** Asks for a sign of life. */
  public void ping() {
    add(new Outgoing(Opcode.PING, NOTHING, null));
    flush();
  }

  /**
   * Closes, after what was sent. Nothing is received from now on but the end. A peer that does not
   * close in turn is cut after some seconds.
   */
  public void close(int closeCode) {
    if (phase == Phase.OPEN) {
      leave(Phase.CLOSING);
      addClose(closeCode);
      flush();
    }
  }

  /** Ends the connection without another word. */
  public void cut() {
    IoUtils.safeClose(connection);
    end();
  }

  private void add(Outgoing frame) {
    if (phase == Phase.OPEN) {
      outbox.add(frame);
    }
  }

  private void flush() {
    try {
      outbox.flush();
    } catch (IOException e) {
      cut(); // that a connection breaks is no error of ours
    } catch (RuntimeException | Error e) {
      broken(e);
    }
  }

  private void writable() {
    outbox.writable();
    flush();
  }

  private void readable(ConduitStreamSourceChannel source) {
    try {
      Loop loop = Loop.ofThisThread();
      int length = loop.read(source);
      if (length < 0) {
        cut();
        return;
      }
      outbox.gather();
      receive(loop.bytes, length);
      outbox.release();
      flush();
      if (length == Loop.BYTES && phase != Phase.CLOSED) {
        source.wakeupReads(); // there may be more: the others have their turn before it
      }
    } catch (IOException e) {
      cut();
    }
  }

  private void receive(byte[] bytes, int length) {
    // After a failure it is read and forgotten: closed with something unread, a connection is reset
    // by the system, and the peer may not get to read why we close.
    if (length > 0 && phase != Phase.FAILED) {
      try {
        receiver.heard();
        decoder.decode(bytes, Decoder.HEADROOM, Decoder.HEADROOM + length);
      } catch (Violation e) {
        fail(e.code());
      } catch (RuntimeException | Error e) {
        broken(e);
      }
    }
  }

  /** What the caller does with a connection has failed: that must not harm another one. */
  private void broken(Throwable e) {
    LOG.log(Level.ERROR, "A WebSocket is closed because of an error in handling it.", e);
    fail(CloseCodes.INTERNAL_ERROR);
    flush();
  }

  private void fail(int closeCode) {
    if (phase == Phase.OPEN) {
      code = closeCode;
      leave(Phase.FAILED);
      addClose(closeCode);
    } else if (phase == Phase.CLOSING) {
      code = closeCode;
      leave(Phase.FAILED);
      hangUpIfSent();
    }
  }

  private void addClose(int closeCode) {
    byte[] payload = {(byte) (closeCode >> Byte.SIZE), (byte) closeCode};
    outbox.add(
        new Outgoing(
            Opcode.CLOSE, closeCode == CloseCodes.NONE ? NOTHING : payload, this::hangUpIfSent));
  }

  private void leave(Phase next) {
    phase = next;
    try {
      if (patience == null) {
        patience =
            connection.getIoThread().executeAfter(this::cut, PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (RejectedExecutionException e) {
      cut(); // the thread is about to end
    }
  }

  /** Once both sides have closed, the server ends the connection below (RFC 6455, 7.1.1). */
  private void hangUpIfSent() {
    if (!outbox.isEmpty() || (phase != Phase.CLOSED && phase != Phase.FAILED)) {
      return;
    }
    try {
      ConduitStreamSinkChannel sink = connection.getSinkChannel();
      sink.shutdownWrites();
      sink.flush(); // TLS has a word of its own for the end
      if (phase == Phase.CLOSED) {
        cut();
      }
    } catch (IOException e) {
      cut();
    }
  }

  private void lost() {
    if (!connection.isOpen()) {
      end();
    }
  }

  private void end() {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.ENDED;
    if (patience != null) {
      patience.remove();
    }
    try {
      receiver.closed(code);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "What is to happen at the end of a WebSocket has failed.", e);
    }
  }

  private final class Incoming implements Frames {

    @Override
    public void text(byte[] bytes, int offset, int length) {
      if (phase == Phase.OPEN) {
        receiver.text(bytes, offset, length);
      }
    }

    @Override
    public void binary(byte[] bytes, int offset, int length) {
      if (phase == Phase.OPEN) {
        receiver.binary(bytes, offset, length);
      }
    }

    @Override
    public void ping(byte[] payload) {
      if (phase == Phase.OPEN) {
        outbox.addPong(payload);
      }
    }

    @Override
    public void close(int theirs) {
      if (phase == Phase.OPEN) {
        code = theirs;
        leave(Phase.CLOSED);
        addClose(theirs);
      } else if (phase == Phase.CLOSING) {
        code = theirs;
        leave(Phase.CLOSED);
        hangUpIfSent();
      }
      connection.getSourceChannel().suspendReads();
    }
  }
}
