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

/** A connection on which requests come, and their answers go back among the events. */
final class ConnectionRequester implements Requester {
  private final Participant participant;
  private final Attachment attachment;
  private final int maxBadMessages;
  private final PendingAcks acks = new PendingAcks();
  private int badMessages; // touched by the inbox's handler alone
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
    return participant.sender();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return ended;
  }

  /** Nothing more is taken from the client; what it hears goes on. */
  void stopReceiving() {
    ended = true;
  }

  /** Closes the connection after what was said, and gives the seat up for lost. */
  void close(CloseCode code) {
    ended = true;
    attachment.close(code);
    participant.disconnect(attachment);
  }

  @Override
  public void joined(Notice.Joined joined) {
    acks.acknowledged(joined.received());
    attachment.enqueue(joined);
  }

  @Override
  public void refused(Notice.Error error) {
    attachment.enqueue(error);
    boolean refusesJoin = error.re() == Request.NO_ID && participant.sender() == null;
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
    // A client that is dismissed meanwhile hears that, and nothing else; one that has resumed was
    // told of earlier refusals then.
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

  /** An event goes to the client: acknowledgements that have waited for that go with it. */
  void beforeSend() {
    acks.piggyback(this::acknowledge);
  }

  void tick() {
    if (!ended) {
      acks.tick(this::acknowledge);
      attachment.flush();
    }
  }

  /** All up to this request have been taken: tells so, if the client does not know. */
  void acknowledgeUpTo(long received) {
    acks.processed(received);
    acks.send(this::acknowledge);
  }

  /** The seat is given up; all up to this request had been taken. */
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
