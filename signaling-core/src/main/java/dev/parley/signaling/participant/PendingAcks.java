package dev.parley.signaling.participant;

import java.util.function.LongConsumer;

/**
 * The requests of a connection that were processed but not acknowledged yet.
 *
 * <p>Acknowledgements are batched, since a separate write costs more than the request that it
 * acknowledges. One that has been due since the previous tick is sent with the next message, or
 * with the next tick if there is none. With at least two ticks a second, a client waits for its
 * {@code ack} at most one second.
 *
 * <p>The monitor is held while an acknowledgement is added to the outbound queue, so that their
 * numbers never go down.
 */
final class PendingAcks {
  /**
   * Unacknowledged requests that are acknowledged without waiting: the client stores them until
   * then.
   */
  private static final long MAX_UNACKNOWLEDGED = 16;

  // Guarded by this.
  private long received;
  private long acknowledged;
  private boolean due;

  /**
   * Whether it has been due since an earlier tick. Written under this, read without it for each
   * event.
   */
  private volatile boolean overdue;

  /** The client knows that all requests up to this id were processed. */
  synchronized void acknowledged(long received) {
    this.received = received;
    this.acknowledged = received;
    this.due = false;
    this.overdue = false;
  }

  /**
   * A request arrived, and all up to this id have been processed. A duplicate is acknowledged
   * again: the first acknowledgement may have been lost.
   */
  synchronized void received(long received) {
    this.received = received;
    this.due = received > 0;
    this.overdue &= due;
  }

  /** All requests up to this id have been processed, on any transport. */
  synchronized void processed(long received) {
    if (received > acknowledged) {
      this.received = received;
      this.due = true;
    }
  }

  /** Sends an acknowledgement if {@link #MAX_UNACKNOWLEDGED} requests are unacknowledged. */
  synchronized void sendIfMany(LongConsumer client) {
    if (received - acknowledged >= MAX_UNACKNOWLEDGED) {
      send(client);
    }
  }

  /** Sends the acknowledgement that was due at the previous tick. */
  synchronized void tick(LongConsumer client) {
    if (overdue) {
      send(client);
    } else {
      overdue = due;
    }
  }

  /** A message is about to be sent: sends an overdue acknowledgement with it. */
  void piggyback(LongConsumer client) {
    if (overdue) {
      send(client);
    }
  }

  /** Sends if anything is due. */
  synchronized void send(LongConsumer client) {
    if (due) {
      acknowledged(received);
      client.accept(received);
    }
  }
}
