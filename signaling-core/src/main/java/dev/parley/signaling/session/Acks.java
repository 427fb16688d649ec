package dev.parley.signaling.session;

import java.util.OptionalLong;

/** Which requests have been taken and not been acknowledged yet. */
final class Acks {
  private static final long AT_ONCE = 16;

  // Guarded by this.
  private long received;
  private long told;
  private boolean due;

  /** The client knows that its requests up to this one were taken. */
  synchronized void told(long received) {
    this.received = received;
    this.told = received;
    this.due = false;
  }

  /** A request came, and all up to this one have been taken; one that came again is told again. */
  synchronized void received(long received) {
    this.received = received;
    this.due = received > 0;
  }

  /** What is to be told without waiting for more. */
  synchronized OptionalLong many() {
    return received - told >= AT_ONCE ? all() : OptionalLong.empty();
  }

  /** What is to be told, if anything. */
  synchronized OptionalLong all() {
    if (!due) {
      return OptionalLong.empty();
    }
    told(received);
    return OptionalLong.of(received);
  }
}
