package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.journal.LoggedEvent;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.replica.Cursor;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The delivery to one client of a participant: a cursor on the room's log. Events and notices are
 * sent in order, as fast as the client reads them.
 *
 * <p>The implementations guard their queues with a lock of their own, the innermost of all: the
 * methods of {@link Cursor} are called with the room's lock held.
 */
public abstract class Attachment implements Cursor {
  private final Participant participant;
  private final ClientAccount client;

  /**
   * Sent after all events of the log have been offered, by the thread that takes it out: the one
   * that shuts down, or the one that offers the last event.
   */
  private final AtomicReference<Notice.@Nullable Bye> pendingBye = new AtomicReference<>();

  /** Whether its close is reported to observers: not for a stream or poll that was refused. */
  private volatile boolean listening;

  Attachment(Participant participant, ClientAccount client) {
    this.participant = participant;
    this.client = client;
  }

  final ClientAccount client() {
    return client;
  }

  final boolean isListening() {
    return listening;
  }

  final void setListening(boolean begins) {
    listening = begins;
  }

  /** Asks the room for the events that were refused. */
  final void more() {
    participant.seat().more(this);
  }

  /** Adds an event, for the next {@link #flush}; false if there is no space, see {@link #offer}. */
  abstract boolean enqueue(LoggedEvent event);

  /** Adds a notice, for the next {@link #flush}. */
  abstract void enqueue(Notice notice);

  /** Closes after the added messages, with the next {@link #flush}. Drops later additions. */
  abstract void close(CloseCode code);

  /** The code of {@link #close}; null before. */
  abstract @Nullable CloseCode closeCode();

  /** The link is closed: drops waiting messages, and releases their bytes. */
  abstract void release();

  /** Stops reading from the client, which sends faster than it is answered. */
  void pause() {}

  /** Reads from the client again. */
  void resume() {}

  void tick(Instant now, Instant lastReceivedAt) {}

  /** Sends {@code bye} and closes, once everything in the log has been offered. */
  final void sendBye(Notice.Bye bye) {
    pendingBye.set(bye);
    if (!participant.seat().isBehind(this)) {
      sendPendingBye();
    }
    flush();
  }

  private void sendPendingBye() {
    Notice.Bye bye = pendingBye.get() == null ? null : pendingBye.getAndSet(null);
    if (bye != null) {
      enqueue(bye);
      close(CloseCode.SERVICE_RESTART);
    }
  }

  /** Reports that the link is closed, by either end. Called last, in every case. */
  public final void closed() {
    participant.attachmentClosed(this);
    release();
  }

  /**
   * The poll is answered, and its participant is about to attach another one. Offered messages stay
   * charged to the client until they have been sent, or until {@link #closed}.
   */
  public final void detach() {
    participant.detach(this);
  }

  /** Ends a stream after the offered messages; its participant is about to attach another one. */
  public final void detachAndClose() {
    participant.detach(this);
    close(CloseCode.NORMAL);
    flush();
  }

  @Override
  public final boolean offer(LoggedEvent event) {
    participant.beforeSend();
    return enqueue(event);
  }

  @Override
  public final void chargeReplay(long bytes) {
    client.replayed(bytes);
  }

  @Override
  public final void caughtUp() {
    sendPendingBye();
  }

  @Override
  public final void replaced() {
    participant.stopReceiving();
    close(CloseCode.REPLACED);
  }

  @Override
  public final void unavailable() {
    participant.stopReceiving();
    close(CloseCode.TRY_AGAIN_LATER);
  }

  @Override
  public final void seatRemoved(long received) {
    participant.seatRemoved(received);
    close(CloseCode.NORMAL);
  }
}
