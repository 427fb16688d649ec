package dev.parley.signaling.participant;

import dev.parley.signaling.guard.Client;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.replica.Rooms.Receipt;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.room.Refusal;
import org.jspecify.annotations.Nullable;

/** A connection on which requests come, and their answers go back among the events. */
final class ConnectionAsker implements Asker {
  private final Participant participant;
  private final Attachment attachment;
  private final int maxBadMessages;
  private final Acks acks = new Acks();
  private int badMessages; // touched by the inbox's handler alone
  private volatile boolean ended;

  ConnectionAsker(Participant participant, Attachment attachment, int maxBadMessages) {
    this.participant = participant;
    this.attachment = attachment;
    this.maxBadMessages = maxBadMessages;
  }

  Attachment attachment() {
    return attachment;
  }

  @Override
  public Client client() {
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
  public boolean isGone() {
    return ended;
  }

  /** Nothing more is taken from the client; what it hears goes on. */
  void hush() {
    ended = true;
  }

  /** Closes the connection after what was said, and gives the seat up for lost. */
  void end(CloseCode code) {
    ended = true;
    attachment.close(code);
    participant.lose(attachment);
  }

  @Override
  public void joined(Notice.Joined joined) {
    acks.told(joined.received());
    attachment.say(joined);
  }

  @Override
  public void refused(Notice.Error error) {
    attachment.say(error);
    boolean refusesJoin = error.re() == Request.NO_ID && participant.sender() == null;
    if (refusesJoin || error.code() == ErrorCode.INTERNAL) {
      error.code().close().ifPresent(this::end);
    }
    if (error.code() == ErrorCode.BAD_MESSAGE && ++badMessages >= maxBadMessages) {
      end(CloseCode.BAD_MESSAGE);
    }
  }

  @Override
  public void exceeded(long id) {
    end(CloseCode.RATE_LIMITED);
  }

  @Override
  public void answered(Receipt receipt, long id) {
    Refusal refusal = receipt.refusal();
    // A client that is dismissed meanwhile hears that, and nothing else; one that has resumed was
    // told of earlier refusals then.
    if (refusal != null && !ended && !receipt.duplicate()) {
      participant.requests().refuse(refusal.of(id), this);
    }
    acks.received(receipt.received());
    acks.tellMany(this::acknowledge);
  }

  @Override
  public void pinged() {
    attachment.say(new Notice.Pong());
  }

  @Override
  public void done() {
    attachment.flush();
  }

  /** An event goes to the client: acknowledgements that have waited for that go with it. */
  void aboutToSend() {
    acks.ride(this::acknowledge);
  }

  void tick() {
    if (!ended) {
      acks.tick(this::acknowledge);
      attachment.flush();
    }
  }

  /** All up to this request have been taken: tells so, if the client does not know. */
  void tell(long received) {
    acks.taken(received);
    acks.tell(this::acknowledge);
  }

  /** The seat is given up; all up to this request had been taken. */
  void seatRemoved(long received) {
    ended = true;
    if (received > 0) {
      acknowledge(received);
    }
  }

  private void acknowledge(long received) {
    attachment.say(new Notice.Ack(received));
  }
}
