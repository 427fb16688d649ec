package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.replica.Rooms.Receipt;
import dev.parley.signaling.replica.Rooms.Sender;
import org.jspecify.annotations.Nullable;

/**
 * Receives the answers to requests: the connection or the HTTP request on which they arrived.
 * {@link RequestHandler} calls it, one request after the other.
 */
interface Requester {

  /** The account of its address. */
  ClientAccount client();

  /** The seat that requests come from; null before the join. */
  @Nullable Sender sender();

  /** Whether requests arrive on a connection of the participant, and not over HTTP. */
  boolean isConnected();

  /** Whether answers can no longer be sent, so that remaining requests are dropped. */
  boolean isClosed();

  /** The answer to a join that got a seat. */
  void joined(Notice.Joined joined);

  /** The answer to a request that was refused. */
  void refused(Notice.Error error);

  /** A request was refused because the client keeps exceeding the rate limit. */
  void rateExceeded(long id);

  /** A request was processed: accepted, or refused for its content. */
  void processed(Receipt receipt, long id);

  /** The answer to a ping. */
  void pinged();

  /** A request is finished: the answers may be sent. */
  void done();
}
