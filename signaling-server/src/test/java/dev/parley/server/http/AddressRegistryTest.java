package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signaling.Signaling;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts of addresses: their limits, and when they are forgotten. */
class AddressRegistryTest {
  private static final int REMEMBERED = 10;

  private Instant now = Instant.EPOCH;
  private final InstantSource clock = () -> now;
  private final Signaling signaling = Signaling.builder().clock(clock).build();
  private final AddressRegistry registry =
      new AddressRegistry(new AddressRegistry.Limits(2, 1, REMEMBERED), signaling::account, clock);

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2::7, 2001:db8:1:2:0:0:0:0/64"
  })
  void ipv6AddressesAreNamedByTheirNetwork(String address, String name) throws Exception {
    assertThat(AddressRegistry.nameOf(InetAddress.getByName(address))).isEqualTo(name);
  }

  @Test
  void addressHasALimitOfConnections() {
    AddressAccount account = enter("192.0.2.1");
    assertThat(registry.tryAcquire("192.0.2.1")).isSameAs(account);
    assertThat(registry.tryAcquire("192.0.2.1")).isNull();
    assertThat(registry.tryAcquire("192.0.2.2")).isNotNull();
    registry.release(account);
    assertThat(registry.tryAcquire("192.0.2.1")).isSameAs(account);
  }

  @Test
  void accountIsKeptUntilItsRateLimitsRecover() {
    AddressAccount account = enter("192.0.2.1");
    for (int i = 0; i < 10; i++) {
      assertThat(account.takeJoin(now.toEpochMilli())).isZero();
    }
    registry.release(account);
    pass(Duration.ofSeconds(5));
    assertThat(registry.size()).isEqualTo(1);
    assertThat(registry.tryAcquire("192.0.2.1")).isSameAs(account);
    registry.release(account);
    pass(Duration.ofSeconds(11));
    assertThat(registry.size()).isZero();
  }

  @Test
  void accountIsKeptWhileItHoldsResources() {
    AddressAccount account = enter("192.0.2.1");
    account.client().rosters().take(1);
    registry.release(account);
    pass(Duration.ofHours(1));
    assertThat(registry.tryAcquire("192.0.2.1")).isSameAs(account);
    registry.release(account);
    account.client().rosters().release(1);
    pass(Duration.ofHours(1));
    assertThat(registry.size()).isZero();
  }

  @Test
  void idleAccountsAreLimited() {
    AddressAccount holder = enter("198.51.100.1");
    for (int i = 0; i < 100; i++) {
      registry.release(enter("192.0.2." + i));
    }
    pass(Duration.ofSeconds(1));
    assertThat(registry.size()).isEqualTo(REMEMBERED + 1);
    assertThat(registry.tryAcquire("198.51.100.1")).isSameAs(holder);
  }

  private AddressAccount enter(String name) {
    return Objects.requireNonNull(registry.tryAcquire(name));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    registry.tick();
  }
}
