package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.replica.Rooms.Receipt;
import dev.parley.signaling.replica.Rooms.Sender;
import org.jspecify.annotations.Nullable;

/** An HTTP request that joins: its response is {@code joined} or an error. */
final class HttpJoinRequester implements Requester {
  private final ClientAccount client;
  private final JoinCallback answer;
  private @Nullable Notice notice;

  HttpJoinRequester(ClientAccount client, JoinCallback answer) {
    this.client = client;
    this.answer = answer;
  }

  @Override
  public ClientAccount client() {
    return client;
  }

  /**
   * A join over HTTP may resume a seat that its peer already has, and is not refused as a second
   * join.
   */
  @Override
  public @Nullable Sender sender() {
    return null;
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
    notice = joined;
  }

  @Override
  public void refused(Notice.Error error) {
    notice = error;
  }

  @Override
  public void rateExceeded(long id) {
    notice = RateLimit.tooMany(id, RateLimit.EXCESS_RETRY_MILLIS);
  }

  @Override
  public void processed(Receipt receipt, long id) {
    throw new AssertionError("only joins come this way");
  }

  @Override
  public void pinged() {
    throw new AssertionError("only joins come this way");
  }

  @Override
  public void done() {
    switch (notice) {
      case Notice.Joined joined -> answer.joined(joined);
      case Notice.Error error -> answer.refused(error);
      case null, default -> throw new AssertionError("a join is answered");
    }
  }
}
