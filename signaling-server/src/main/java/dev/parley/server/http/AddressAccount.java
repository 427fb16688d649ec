package dev.parley.server.http;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.guard.TokenBucket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The account of one client address (for IPv6, of one /64 network): its number of connections, the
 * bytes that they hold, and its rates of joins and of wrong credentials.
 *
 * <p>Its connections and requests use it on their I/O threads, and {@link AddressRegistry} creates
 * and forgets it.
 */
final class AddressAccount {
  /** After this time without use, both rates are full again, and need not be remembered. */
  private static final int BURST_SECONDS = 10;

  private static final long BURST_MILLIS = Duration.ofSeconds(BURST_SECONDS).toMillis();
  private static final int FAILURES_PER_SECOND = 10;

  private final ClientAccount client;
  private final TokenBucket joins; // guarded by this, as the next
  private final TokenBucket failures = new TokenBucket(FAILURES_PER_SECOND, BURST_SECONDS);
  private final AtomicInteger connections = new AtomicInteger();
  private long usedAtMillis; // guarded by the entry in the registry's map

  AddressAccount(ClientAccount client, int joinsPerSecond) {
    this.client = client;
    this.joins = new TokenBucket(joinsPerSecond, BURST_SECONDS);
  }

  ClientAccount client() {
    return client;
  }

  /** Takes one join from the rate and returns 0, or returns the milliseconds until the next one. */
  synchronized long takeJoin(long nowMillis) {
    return joins.take(nowMillis);
  }

  /** Takes one wrong key or ticket from the rate, like {@link #takeJoin}. */
  synchronized long takeFailure(long nowMillis) {
    return failures.take(nowMillis);
  }

  /** Counts a connection, or returns false at the limit. Called by the registry only. */
  boolean tryAcquire(int max, long nowMillis) {
    usedAtMillis = nowMillis;
    if (connections.get() >= max) {
      return false;
    }
    connections.incrementAndGet();
    return true;
  }

  /** The number of connections, and of requests in progress through trusted proxies. */
  int connections() {
    return connections.get();
  }

  void release(long nowMillis) {
    usedAtMillis = nowMillis;
    connections.decrementAndGet();
  }

  /** Whether the address holds nothing: the account exists for its rates only. */
  boolean isUnused() {
    return connections.get() == 0 && client.isEmpty();
  }

  /** Whether a new account would be equal to this one. */
  boolean isForgettable(long nowMillis) {
    return isUnused() && nowMillis - usedAtMillis > BURST_MILLIS && client.replayWaitMillis() == 0;
  }
}
