package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.replica.Rooms.Receipt;
import dev.parley.signaling.replica.Rooms.Sender;
import org.jspecify.annotations.Nullable;

/** The origin of requests, to which the answers go: a connection, or an HTTP request. */
interface Requester {

  /** The address that they come from. */
  ClientAccount client();

  /** The seat that they come from, if there is one yet. */
  @Nullable Sender sender();

  /** Whether requests come on a connection of the participant's own. */
  boolean isConnected();

  /** Whether nobody waits for answers any more: what is left is not taken. */
  boolean isClosed();

  /** A join got a seat, of which so many requests had been taken before. */
  void joined(Notice.Joined joined);

  /** A request was refused. */
  void refused(Notice.Error error);

  /** More and more requests come than the rate limit allows; this is the id of one of them. */
  void rateExceeded(long id);

  /** A request was taken, or refused for what it says. */
  void processed(Receipt receipt, long id);

  /** A ping. */
  void pinged();

  /** A request has been dealt with: what was answered may be sent. */
  void done();
}
