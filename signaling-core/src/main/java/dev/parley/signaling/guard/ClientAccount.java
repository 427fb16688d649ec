package dev.parley.signaling.guard;

import java.time.InstantSource;

/**
 * The account of one client address (for IPv6, of a network): the bytes that its connections,
 * requests and seats hold of each budget, and the recent cost of its replays. The application keeps
 * one per address ({@code Signaling.account}).
 *
 * <p>Thread-safe: quotas are atomic, the replay rate has a lock of its own.
 */
public final class ClientAccount {
  /**
   * Replayed bytes per second that one address may cause on average. A replay costs CPU time in the
   * room's step, and a client can cause one with every join.
   */
  public static final int REPLAY_BYTES_PER_SECOND = 4 << 20;

  /** The burst of replays, in seconds of the average rate: 40 MiB. */
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

  /** The address as observers and authenticators see it. */
  public String address() {
    return address;
  }

  /** Bytes on their way to clients at this address. */
  public Budget.Quota unsent() {
    return unsent;
  }

  /** Bytes of requests and messages from this address that have not arrived completely. */
  public Budget.Quota incoming() {
    return incoming;
  }

  /** Bytes of the seats that were taken from this address, and of the rooms that it opened. */
  public Budget.Quota rosters() {
    return rosters;
  }

  /** Bytes of the logs of rooms that were opened from this address. */
  public Budget.Quota logs() {
    return logs;
  }

  /** Whether nothing is held for this address, so that the account may be dropped. */
  public boolean isEmpty() {
    return unsent.taken() == 0
        && incoming.taken() == 0
        && rosters.taken() == 0
        && logs.taken() == 0;
  }

  /**
   * Charges the cost of a replay in bytes, known only afterwards: it may overdraw the rate, and
   * then later replays wait longer.
   */
  public void replayed(long bytes) {
    synchronized (replays) {
      replays.charge(bytes, clock.millis());
    }
  }

  /**
   * Milliseconds until this address may cause another replay, 0 if at once. Until then, a request
   * that would cause a replay is refused with {@code rate-limited}.
   */
  public long replayWaitMillis() {
    synchronized (replays) {
      return replays.waitMillis(clock.millis());
    }
  }
}
