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
final class Acks {
  private static final long AT_ONCE = 16;

  // Guarded by this.
  private long received;
  private long told;
  private boolean due;

  /** Since an earlier tick; also read without the lock, by who has something to send. */
  private volatile boolean old;

  /** The client knows that its requests up to this one were taken. */
  synchronized void told(long received) {
    this.received = received;
    this.told = received;
    this.due = false;
    this.old = false;
  }

  /** A request came, and all up to this one have been taken; one that came again is told again. */
  synchronized void received(long received) {
    this.received = received;
    this.due = received > 0;
    this.old &= due;
  }

  /** All up to this one have been taken, whether or not the client has been told. */
  synchronized void taken(long received) {
    if (received > told) {
      this.received = received;
      this.due = true;
    }
  }

  /** Tells if there is so much to tell that it should not wait. */
  synchronized void tellMany(LongConsumer client) {
    if (received - told >= AT_ONCE) {
      tell(client);
    }
  }

  /** A tick: tells what was due at the one before. */
  synchronized void tick(LongConsumer client) {
    if (old) {
      tell(client);
    } else {
      old = due;
    }
  }

  /** Something goes to the client: tells, too, what has waited for that. */
  void ride(LongConsumer client) {
    if (old) {
      tell(client);
    }
  }

  /** Tells if there is anything to tell. */
  synchronized void tell(LongConsumer client) {
    if (due) {
      told(received);
      client.accept(received);
    }
  }
}
