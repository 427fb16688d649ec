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
 * The accounts of all client addresses, one for each.
 *
 * <p>An account lasts for as long as its address holds anything; then it is remembered until its
 * rates are full again.
 */
final class AddressRegistry {
  /** A client with one address of IPv6 has all addresses that begin with these bytes. */
  private static final int NETWORK_BYTES = 8;

  private static final int IPV6_BYTES = 16;
  private static final long SWEEP_MILLIS = 1_000;

  private final ConcurrentMap<String, AddressAccount> accounts = new ConcurrentHashMap<>();
  private final Bounds bounds;
  private final Function<String, ClientAccount> clients;
  private final InstantSource clock;
  private long nextSweepMillis; // belongs to the tick

  /**
   * The bounds of one address, and of what is remembered.
   *
   * @param connections connections, or requests that are under way through a trusted proxy
   * @param joinsPerSecond joins and upgrades, with a burst of ten seconds' worth
   * @param remembered addresses that hold nothing and whose rates are remembered
   */
  record Bounds(int connections, int joinsPerSecond, int remembered) {}

  AddressRegistry(Bounds bounds, Function<String, ClientAccount> clients, InstantSource clock) {
    this.bounds = bounds;
    this.clients = clients;
    this.clock = clock;
  }

  /** Counts one more connection or request, or returns null where there are too many. */
  @Nullable AddressAccount tryEnter(String name) {
    long now = clock.millis();
    boolean[] entered = new boolean[1];
    AddressAccount account =
        accounts.compute(
            name,
            (address, known) -> {
              AddressAccount found =
                  known == null
                      ? new AddressAccount(clients.apply(address), bounds.joinsPerSecond)
                      : known;
              entered[0] = found.tryEnter(bounds.connections, now);
              return found;
            });
    return entered[0] ? account : null;
  }

  /** One connection or request has ended. */
  void leave(AddressAccount account) {
    long now = clock.millis();
    accounts.computeIfPresent(
        account.client().address(),
        (_, known) -> {
          known.leave(now);
          return known;
        });
  }

  /** How many accounts there are. */
  int size() {
    return accounts.size();
  }

  /** Forgets accounts that hold nothing, the excess of them even if their rates are not full. */
  void tick() {
    long now = clock.millis();
    if (now < nextSweepMillis) {
      return;
    }
    nextSweepMillis = now + SWEEP_MILLIS;
    int[] quiet = new int[1];
    for (String name : accounts.keySet()) {
      accounts.computeIfPresent(
          name,
          (_, account) -> {
            boolean forgotten =
                account.isForgettable(now) || (account.isQuiet() && ++quiet[0] > bounds.remembered);
            return forgotten ? null : account;
          });
    }
  }

  /** The name of the account to which a client at this address belongs. */
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

  /** The same for an address as it is written. */
  static String nameOf(String client) {
    InetAddress address = AddressBlock.literal(client);
    return address == null ? client : nameOf(address);
  }
}
