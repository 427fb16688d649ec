package dev.parley.signaling.participant;

import java.util.function.LongConsumer;

/**
 * Which requests have been taken and not been acknowledged yet.
 *
 * <p>What has been due since an earlier tick goes with the next message that goes anyway, or else
 * with the next tick: a write of its own costs more than the request that it acknowledges.
 *
 * <p>Its lock is held while the client is told, so that what is told never goes down.
 */
final class PendingAcks {
  private static final long AT_ONCE = 16;

  // Guarded by this.
  private long received;
  private long acknowledged;
  private boolean due;

  /** Since an earlier tick; also read without the lock, by who has something to send. */
  private volatile boolean overdue;

  /** The client knows that its requests up to this one were taken. */
  synchronized void acknowledged(long received) {
    this.received = received;
    this.acknowledged = received;
    this.due = false;
    this.overdue = false;
  }

  /** A request came, and all up to this one have been taken; one that came again is told again. */
  synchronized void received(long received) {
    this.received = received;
    this.due = received > 0;
    this.overdue &= due;
  }

  /** All up to this one have been taken, whether or not the client has been told. */
  synchronized void processed(long received) {
    if (received > acknowledged) {
      this.received = received;
      this.due = true;
    }
  }

  /** Tells if there is so much to tell that it should not wait. */
  synchronized void sendIfMany(LongConsumer client) {
    if (received - acknowledged >= AT_ONCE) {
      send(client);
    }
  }

  /** A tick: tells what was due at the one before. */
  synchronized void tick(LongConsumer client) {
    if (overdue) {
      send(client);
    } else {
      overdue = due;
    }
  }

  /** Something goes to the client: tells, too, what has waited for that. */
  void piggyback(LongConsumer client) {
    if (overdue) {
      send(client);
    }
  }

  /** Tells if there is anything to tell. */
  synchronized void send(LongConsumer client) {
    if (due) {
      acknowledged(received);
      client.accept(received);
    }
  }
}
