package dev.parley.signaling.participant;

import java.util.function.LongConsumer;

/**
 * The requests of a connection that were processed and not acknowledged yet.
 *
 * <p>Acknowledgements are batched, since a write of its own costs more than the request that it
 * acknowledges: what has been due since an earlier tick goes out with the next message, or else
 * with the next tick. A client waits for its {@code ack} a second at most.
 *
 * <p>The monitor is held while an acknowledgement is added to the outbound queue, so that their
 * numbers never go down.
 */
final class PendingAcks {
  /**
   * So many unacknowledged requests are acknowledged without waiting: the client keeps them until
   * then.
   */
  private static final long AT_ONCE = 16;

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

  /** All requests up to this id have been processed, whichever way they arrived. */
  synchronized void processed(long received) {
    if (received > acknowledged) {
      this.received = received;
      this.due = true;
    }
  }

  /** Sends if so many are due that the client should not wait. */
  synchronized void sendIfMany(LongConsumer client) {
    if (received - acknowledged >= AT_ONCE) {
      send(client);
    }
  }

  /** Sends what was due at the previous tick. */
  synchronized void tick(LongConsumer client) {
    if (overdue) {
      send(client);
    } else {
      overdue = due;
    }
  }

  /** A message is about to go out: sends what is overdue with it. */
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
