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
 * One WebSocket, the server's end (RFC 6455), on a connection that has been upgraded.
 *
 * <p>It belongs to the connection's I/O thread: everything but {@link #soon} and {@link #now} is
 * called there, and its {@link Receiver} is called there. So it needs no locks.
 */
public final class WebSocket {
  private static final System.Logger LOG = System.getLogger(WebSocket.class.getName());
  private static final byte[] NOTHING = {};

  /** No message has come in part. */
  public static final long NO_MESSAGE = -1;

  private final StreamConnection connection;
  private final Decoder decoder;
  private final Outbox outbox;
  private final Ending ending;
  private final Reading reading;
  private final Receiver receiver;

  /** Which message has come in part, for any thread. */
  private volatile long messageInParts = NO_MESSAGE;

  private WebSocket(
      StreamConnection connection,
      Limits limits,
      Quota quota,
      Function<WebSocket, Receiver> receiver) {
    this.connection = connection;
    this.decoder = new Decoder(limits, quota, new Incoming());
    this.outbox = new Outbox(connection.getSinkChannel());
    this.ending = new Ending(connection, outbox, this::gone);
    this.reading = new Reading(connection);
    this.receiver = receiver.apply(this);
  }

  /**
   * Takes over a connection whose handshake is done, on its I/O thread.
   *
   * @param quota what unfinished messages take; where it has nothing left, they close with 1013
   * @param receiver makes the one who receives all that comes, from the first byte on; it must not
   *     use the WebSocket before it has returned
   */
  public static WebSocket open(
      StreamConnection connection,
      Limits limits,
      Quota quota,
      Function<WebSocket, Receiver> receiver) {
    try {
      if (!connection.getIoThread().equals(Thread.currentThread())) {
        throw new IllegalStateException("Open a WebSocket on its connection's I/O thread.");
      }
      WebSocket socket = new WebSocket(connection, limits, quota, receiver);
      socket.start();
      return socket;
    } catch (RuntimeException | Error e) {
      IoUtils.safeClose(connection);
      throw e;
    }
  }

  private void start() {
    ConduitStreamSourceChannel source = connection.getSourceChannel();
    source.setReadListener(this::readable);
    source.setCloseListener(_ -> ending.cut());
    connection.getSinkChannel().setWriteListener(_ -> write(outbox::writable));
    reading.start();
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
      LOG.log(Level.DEBUG, "There is no I/O thread any more.");
    }
  }

  /** Runs the task at once on the connection's I/O thread, or else as {@link #soon}. */
  public void now(Runnable task) {
    if (connection.getIoThread().equals(Thread.currentThread())) {
      task.run();
    } else {
      soon(task);
    }
  }

  /**
   * Sends messages of text, at least one, given as UTF-8 in arrays that are not changed any more.
   * They are written together, and at once as far as the socket takes them; those that are sent
   * while the receiver is called go out when all that was read has been received.
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
   * Closes, after what was sent. No message is received any more, and none can be sent. A peer that
   * does not close in turn is cut after some seconds.
   */
  public void close(int code) {
    ending.close(code);
    resume(); // the peer's close is to be heard
    flush();
  }

  /**
   * Reads nothing more until {@link #resume}, or until it closes. The messages of what has been
   * read already are received all the same. What the peer does is not seen meanwhile, and neither
   * is its end.
   */
  public void pause() {
    if (ending.isOpen()) {
      reading.pause();
    }
  }

  /** Reads again. */
  public void resume() {
    reading.resume();
  }

  /**
   * The number of the message that has come in part, {@link #NO_MESSAGE} if there is none. One that
   * does not change for long is one whose rest does not come. May be called by any thread.
   */
  public long messageInParts() {
    return messageInParts;
  }

  /**
   * How many bytes the socket had taken when it took no more, or -1 if nothing waits for it: from
   * whichever thread, to see whether the peer reads.
   */
  public long waitingAt() {
    return outbox.waitingAt();
  }

  /** Ends the connection without another word. */
  public void cut() {
    ending.cut();
  }

  private void add(Outgoing frame) {
    if (ending.isOpen()) {
      outbox.add(frame);
    }
  }

  private void flush() {
    write(outbox::flush);
  }

  private void write(Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      ending.cut(); // that connections break is no error
    } catch (RuntimeException | Error e) {
      boolean again = !ending.isHeard();
      broken(e);
      if (again) {
        ending.cut(); // not even the last words can be written
      } else {
        flush();
      }
    }
  }

  private void readable(ConduitStreamSourceChannel source) {
    if (!ending.isRead() || !reading.isWanted()) {
      return;
    }
    try {
      Loop loop = Loop.ofThisThread();
      int length = loop.read(source);
      if (length < 0) {
        ending.cut();
        return;
      }
      outbox.gather();
      receive(loop.bytes, length);
      outbox.release();
      flush();
      if (ending.isRead()) {
        reading.hasRead(length);
      }
    } catch (IOException e) {
      ending.cut();
    }
  }

  private void receive(byte[] bytes, int length) {
    if (length == 0 || !ending.isHeard()) {
      return;
    }
    try {
      receiver.heard();
      decoder.decode(bytes, Decoder.HEADROOM, Decoder.HEADROOM + length);
      long begun = decoder.messageInParts();
      if (begun != messageInParts) {
        messageInParts = begun;
      }
    } catch (Violation e) {
      ending.fail(e.code());
      resume();
    } catch (RuntimeException | Error e) {
      broken(e);
    }
  }

  /** An error in what is done with one connection must not harm the others of its thread. */
  private void broken(Throwable e) {
    LOG.log(Level.ERROR, "A WebSocket is closed: what came or went has met an error.", e);
    ending.fail(CloseCodes.INTERNAL_ERROR);
    resume();
  }

  private void gone(int code) {
    decoder.end();
    try {
      receiver.closed(code);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "What is to be done at the end of a WebSocket has met an error.", e);
    }
  }

  private interface Writing {
    void write() throws IOException;
  }

  /** What comes counts until one of the two has closed. */
  private final class Incoming implements Frames {

    @Override
    public void text(byte[] bytes, int offset, int length) {
      if (ending.isOpen()) {
        receiver.text(bytes, offset, length);
      }
    }

    @Override
    public void binary(byte[] bytes, int offset, int length) {
      if (ending.isOpen()) {
        receiver.binary(bytes, offset, length);
      }
    }

    @Override
    public void ping(byte[] payload) {
      if (ending.isOpen()) {
        outbox.addPong(payload);
      }
    }

    @Override
    public void close(int code) {
      reading.end();
      ending.closed(code);
    }
  }
}
