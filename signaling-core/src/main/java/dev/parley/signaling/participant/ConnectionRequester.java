package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.replica.Rooms.Receipt;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.room.Refusal;
import org.jspecify.annotations.Nullable;

/** A connection on which requests arrive; the answers go out among the events. */
final class ConnectionRequester implements Requester {
  private final Participant participant;
  private final Attachment attachment;
  private final int maxBadMessages;
  private final PendingAcks acks = new PendingAcks();
  // Confined to the thread that runs the request queue.
  private int badMessages;

  /** Whether further requests are dropped: the connection is closed, replaced, or shutting down. */
  private volatile boolean ended;

  ConnectionRequester(Participant participant, Attachment attachment, int maxBadMessages) {
    this.participant = participant;
    this.attachment = attachment;
    this.maxBadMessages = maxBadMessages;
  }

  Attachment attachment() {
    return attachment;
  }

  @Override
  public ClientAccount client() {
    return attachment.client();
  }

  @Override
  public @Nullable Sender sender() {
    return participant.seat().sender();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return ended;
  }

  /** Accepts nothing more from the client; events and answers still go out. */
  void stopReceiving() {
    ended = true;
  }

  /**
   * Closes the connection after the messages added before, and starts the resume window of the
   * seat.
   */
  void close(CloseCode code) {
    ended = true;
    attachment.close(code);
    participant.seat().disconnect(attachment);
  }

  @Override
  public void joined(Notice.Joined joined) {
    acks.acknowledged(joined.received());
    attachment.enqueue(joined);
  }

  @Override
  public void refused(Notice.Error error) {
    attachment.enqueue(error);
    boolean refusesJoin = error.re() == Request.NO_ID && participant.seat().sender() == null;
    if (refusesJoin || error.code() == ErrorCode.INTERNAL) {
      error.code().close().ifPresent(this::close);
    }
    if (error.code() == ErrorCode.BAD_MESSAGE && ++badMessages >= maxBadMessages) {
      close(CloseCode.BAD_MESSAGE);
    }
  }

  @Override
  public void rateExceeded(long id) {
    close(CloseCode.RATE_LIMITED);
  }

  @Override
  public void processed(Receipt receipt, long id) {
    Refusal refusal = receipt.refusal();
    // After the seat was removed, only the close is sent. A duplicate was answered before, by its
    // error or by the errors of joined.
    if (refusal != null && !ended && !receipt.duplicate()) {
      participant.requests().refuse(refusal.of(id), this);
    }
    acks.received(receipt.received());
    acks.sendIfMany(this::acknowledge);
  }

  @Override
  public void pinged() {
    attachment.enqueue(new Notice.Pong());
  }

  @Override
  public void done() {
    attachment.flush();
  }

  /** An event is about to be sent: adds an overdue acknowledgement to the same write. */
  void beforeSend() {
    acks.piggyback(this::acknowledge);
  }

  void tick() {
    if (!ended) {
      acks.tick(this::acknowledge);
      attachment.flush();
    }
  }

  /** Acknowledges all requests up to this id, unless that was done. */
  void acknowledgeUpTo(long received) {
    acks.processed(received);
    acks.send(this::acknowledge);
  }

  /** The seat was given up, after all requests up to this id had been processed. */
  void seatRemoved(long received) {
    ended = true;
    if (received > 0) {
      acknowledge(received);
    }
  }

  private void acknowledge(long received) {
    attachment.enqueue(new Notice.Ack(received));
  }
}
