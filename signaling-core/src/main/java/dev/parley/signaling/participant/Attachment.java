package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.journal.LoggedEvent;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.replica.Cursor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The way by which a participant hears: a cursor whose events and notices go out as fast as the
 * other end takes them.
 */
public abstract class Attachment implements Cursor {
  private final Participant participant;
  private final ClientAccount client;
  private volatile Notice.@Nullable Bye pendingBye; // taken by who says it, under this lock

  /** Whether observers are told of its end: a poll or stream that was refused had no beginning. */
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

  /** Asks for the events that were not taken. */
  final void more() {
    participant.more(this);
  }

  /** Takes an event to be sent by the next {@link #flush}, or returns false: it comes again. */
  abstract boolean enqueue(LoggedEvent event);

  /** Takes a notice to be sent by the next {@link #flush}. */
  abstract void enqueue(Notice notice);

  /** Closes it after what was offered, by the next {@link #flush}. */
  abstract void close(CloseCode code);

  /** The code that it is closed with, if it is. */
  abstract @Nullable CloseCode closeCode();

  /** It is gone: nothing is held for it any more. */
  abstract void release();

  /** The client sends faster than it is answered. */
  void pause() {}

  void resume() {}

  void tick(Instant now, Instant lastReceivedAt) {}

  /** The server is about to end: says so, and closes, once everything else has been offered. */
  final void sendBye(Notice.Bye bye) {
    pendingBye = bye;
    if (!participant.isBehind(this)) {
      sendPendingBye();
    }
    flush();
  }

  private void sendPendingBye() {
    Notice.Bye bye = pendingBye == null ? null : takePendingBye();
    if (bye != null) {
      enqueue(bye);
      close(CloseCode.SERVICE_RESTART);
    }
  }

  private synchronized Notice.@Nullable Bye takePendingBye() {
    Notice.Bye bye = pendingBye;
    pendingBye = null;
    return bye;
  }

  /** The connection is gone: nothing is held for it any more. Called last, in every case. */
  public final void closed() {
    participant.attachmentClosed(this);
    release();
  }

  /**
   * It has done its work, and its participant is about to attach another one. What was offered
   * stays on the client's account until it has been sent, or until {@link #closed}.
   */
  public final void detach() {
    participant.detach(this);
  }

  /** Ends after what was offered; its participant is about to attach another one. */
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
    participant.replaced();
    close(CloseCode.REPLACED);
  }

  @Override
  public final void unavailable() {
    participant.replaced();
    close(CloseCode.TRY_AGAIN_LATER);
  }

  @Override
  public final void seatRemoved(long received) {
    participant.seatRemoved(received);
    close(CloseCode.NORMAL);
  }
}
