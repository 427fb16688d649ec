package dev.parley.signaling.guard;

import java.time.InstantSource;

/**
 * One client address (for IPv6 a network): what its connections, requests and seats hold of the
 * server's budgets, and what replays have cost it lately.
 */
public final class ClientAccount {
  /** ReplayResult bytes per second that one address may cause, on average. */
  public static final int REPLAY_BYTES_PER_SECOND = 4 << 20;

  private static final int REPLAY_BURST_SECONDS = 10;

  private final String address;
  private final Budget.Quota unsent;
  private final Budget.Quota incoming;
  private final Budget.Quota rosters;
  private final Budget.Quota logs;
  private final InstantSource clock;
  private final TokenBucket replays =
      new TokenBucket(REPLAY_BYTES_PER_SECOND, REPLAY_BURST_SECONDS);

  public ClientAccount(String address, Budgets budgets, InstantSource clock) {
    this.address = address;
    this.unsent = budgets.unsent().quota();
    this.incoming = budgets.incoming().quota();
    this.rosters = budgets.rosters().quota();
    this.logs = budgets.logs().quota();
    this.clock = clock;
  }

  public String address() {
    return address;
  }

  /** Bytes on their way to clients at this address. */
  public Budget.Quota unsent() {
    return unsent;
  }

  /** Bytes of requests and messages from this address that have not come whole. */
  public Budget.Quota incoming() {
    return incoming;
  }

  /** Bytes of the seats that were taken from this address. */
  public Budget.Quota rosters() {
    return rosters;
  }

  /** Bytes of the logs of rooms that were founded from this address. */
  public Budget.Quota logs() {
    return logs;
  }

  /** Whether nothing is held for this address: it may be forgotten. */
  public boolean isEmpty() {
    return unsent.taken() == 0
        && incoming.taken() == 0
        && rosters.taken() == 0
        && logs.taken() == 0;
  }

  /** Counts the work of a replay, in bytes; it may exceed what is left. */
  public void replayed(long bytes) {
    synchronized (replays) {
      replays.charge(bytes, clock.millis());
    }
  }

  /**
   * Milliseconds until this address may cause another replay, 0 if at once. A request that would
   * cause one is to be refused with {@code rate-limited} until then.
   */
  public long replayWaitMillis() {
    synchronized (replays) {
      return replays.waitMillis(clock.millis());
    }
  }
}
