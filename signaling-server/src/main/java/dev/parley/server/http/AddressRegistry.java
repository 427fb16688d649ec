package dev.parley.server.http;

import dev.parley.server.config.AddressBlock;
import dev.parley.signaling.guard.ClientAccount;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of all client addresses. An account exists while its address holds anything, and
 * after that until its rates are full again; otherwise a client could evade a rate limit by closing
 * its connection. The number of accounts that are kept for their rates is limited.
 *
 * <p>Thread-safe: an account is created, counted and forgotten within computations of the map.
 */
final class AddressRegistry {
  /** The /64 network: a host with one IPv6 address usually has all addresses of its network. */
  private static final int NETWORK_BYTES = 8;

  private static final int IPV6_BYTES = 16;
  private static final long SWEEP_MILLIS = 1_000;

  private final ConcurrentMap<String, AddressAccount> accounts = new ConcurrentHashMap<>();
  private final Limits limits;
  private final Function<String, ClientAccount> clients;
  private final InstantSource clock;
  private long nextSweepMillis; // confined to the tick thread

  /**
   * The limits of accounts.
   *
   * @param connections per address: connections, and requests in progress through trusted proxies
   * @param joinsPerSecond per address: joins and upgrades, with a burst of ten seconds' worth
   * @param remembered in total: accounts of addresses that hold nothing
   */
  record Limits(int connections, int joinsPerSecond, int remembered) {}

  AddressRegistry(Limits limits, Function<String, ClientAccount> clients, InstantSource clock) {
    this.limits = limits;
    this.clients = clients;
    this.clock = clock;
  }

  /** Counts a connection or request of an address, or returns null at its limit. */
  @Nullable AddressAccount tryAcquire(String name) {
    long now = clock.millis();
    boolean[] acquired = new boolean[1];
    AddressAccount account =
        accounts.compute(
            name,
            (address, known) -> {
              AddressAccount found =
                  known == null
                      ? new AddressAccount(clients.apply(address), limits.joinsPerSecond)
                      : known;
              acquired[0] = found.tryAcquire(limits.connections, now);
              return found;
            });
    return acquired[0] ? account : null;
  }

  /** Undoes {@link #tryAcquire} when the connection or request has ended. */
  void release(AddressAccount account) {
    long now = clock.millis();
    accounts.computeIfPresent(
        account.client().address(),
        (_, known) -> {
          known.release(now);
          return known;
        });
  }

  int size() {
    return accounts.size();
  }

  /** Once a second, forgets unused accounts: those with full rates, and those over the limit. */
  void tick() {
    long now = clock.millis();
    if (now < nextSweepMillis) {
      return;
    }
    nextSweepMillis = now + SWEEP_MILLIS;
    int[] unused = new int[1];
    for (String name : accounts.keySet()) {
      accounts.computeIfPresent(
          name,
          (_, account) -> {
            boolean forgotten =
                account.isForgettable(now)
                    || (account.isUnused() && ++unused[0] > limits.remembered);
            return forgotten ? null : account;
          });
    }
  }

  /** The name of an address's account: the address, or the network of an IPv6 address. */
  static String nameOf(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK_BYTES), IPV6_BYTES);
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/" + NETWORK_BYTES * Byte.SIZE;
    } catch (UnknownHostException e) {
      throw new AssertionError("an IPv6 address has 16 bytes", e);
    }
  }

  /** Like {@link #nameOf(InetAddress)}, for an address in text form. */
  static String nameOf(String client) {
    InetAddress address = AddressBlock.literal(client);
    return address == null ? client : nameOf(address);
  }
}
