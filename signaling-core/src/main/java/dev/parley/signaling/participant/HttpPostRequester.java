package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.replica.Rooms.Receipt;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.room.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An HTTP request that posts messages from a seat: the response acknowledges all of them, and lists
 * the refusals.
 *
 * <p>Confined to the thread that runs the request queue.
 */
final class HttpPostRequester implements Requester {
  private final Participant participant;
  private final Sender sender;
  private final Consumer<Notice.Ack> response;
  private final List<Notice.Error> errors = new ArrayList<>(0);
  private int left;
  private long received;

  /**
   * A post.
   *
   * @param messages the number of requests in it
   * @param received the highest request id that was processed from the seat before
   */
  HttpPostRequester(
      Participant participant,
      Sender sender,
      int messages,
      long received,
      Consumer<Notice.Ack> response) {
    this.participant = participant;
    this.sender = sender;
    this.left = messages;
    this.received = received;
    this.response = response;
  }

  @Override
  public ClientAccount client() {
    return sender.client();
  }

  @Override
  public Sender sender() {
    return sender;
  }

  @Override
  public boolean isConnected() {
    return false;
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public void joined(Notice.Joined joined) {
    throw new AssertionError("a peer that posts has its seat already");
  }

  @Override
  public void refused(Notice.Error error) {
    errors.add(error);
  }

  @Override
  public void rateExceeded(long id) {
    errors.add(RateLimit.tooMany(id, RateLimit.EXCESS_RETRY_MILLIS));
  }

  @Override
  public void processed(Receipt receipt, long id) {
    received = receipt.received();
    Refusal refusal = receipt.refusal();
    if (refusal != null) {
      participant.requests().refuse(refusal.of(id), this);
    }
  }

  @Override
  public void pinged() {
    // the response is its pong
  }

  @Override
  public void done() {
    left--;
    if (left == 0) {
      response.accept(new Notice.Ack(received, List.copyOf(errors)));
    }
  }
}
