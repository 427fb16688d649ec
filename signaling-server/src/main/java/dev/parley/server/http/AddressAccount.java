package dev.parley.server.http;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.guard.TokenBucket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client address (for IPv6 a network of 64 bits): what its connections and requests hold, and
 * how often it may join, and fail to identify itself.
 */
final class AddressAccount {
  /** How long a rate takes to be full again: what is idle for longer need not be remembered. */
  private static final int BURST_SECONDS = 10;

  private static final long BURST_MILLIS = Duration.ofSeconds(BURST_SECONDS).toMillis();
  private static final int FAILURES_PER_SECOND = 10;

  private final ClientAccount client;
  private final TokenBucket joins; // this and the next are guarded by this
  private final TokenBucket failures = new TokenBucket(FAILURES_PER_SECOND, BURST_SECONDS);
  private final AtomicInteger connections = new AtomicInteger();
  private long usedAtMillis; // guarded by the registry's entry

  AddressAccount(ClientAccount client, int joinsPerSecond) {
    this.client = client;
    this.joins = new TokenBucket(joinsPerSecond, BURST_SECONDS);
  }

  ClientAccount client() {
    return client;
  }

  /** Takes one join, and returns 0; or returns after how many milliseconds to try again. */
  synchronized long takeJoin(long nowMillis) {
    return joins.take(nowMillis);
  }

  /** The same for one wrong key or ticket. */
  synchronized long takeFailure(long nowMillis) {
    return failures.take(nowMillis);
  }

  boolean tryEnter(int most, long nowMillis) {
    usedAtMillis = nowMillis;
    if (connections.get() >= most) {
      return false;
    }
    connections.incrementAndGet();
    return true;
  }

  /** Connections and requests that are counted now. */
  int connections() {
    return connections.get();
  }

  void leave(long nowMillis) {
    usedAtMillis = nowMillis;
    connections.decrementAndGet();
  }

  /** Whether only its rates are remembered. */
  boolean isQuiet() {
    return connections.get() == 0 && client.isEmpty();
  }

  /** Whether there is nothing to remember. */
  boolean isForgettable(long nowMillis) {
    return isQuiet() && nowMillis - usedAtMillis > BURST_MILLIS && client.replayWaitMillis() == 0;
  }
}
