package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.parley.server.config.AddressBlock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose word about a client's address is believed. */
class ClientAddressTest {
  private final ClientAddress clients =
      new ClientAddress(
          Stream.of("127.0.0.1", "10.0.0.0/8", "::1")
              .map(b -> AddressBlock.of(b).orElseThrow())
              .toList());

  @Test
  void whoComesDirectlyIsWhoItIs() {
    assertThat(address("192.0.2.7")).isEqualTo("192.0.2.7");
  }

  @Test
  void whoIsNoProxyOfOursIsNotBelieved() {
    assertThat(address("192.0.2.7", "198.51.100.1")).isEqualTo("192.0.2.7");
  }

  @Test
  void aProxyOfOursIsBelieved() {
    assertThat(address("127.0.0.1", "198.51.100.1")).isEqualTo("198.51.100.1");
    assertThat(address("::1", "2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void whatTheClientWroteLeftOfItIsNot() {
    assertThat(address("127.0.0.1", "203.0.113.9", " 198.51.100.1")).isEqualTo("198.51.100.1");
  }

  @Test
  void aChainOfOurProxiesIsFollowedToItsEnd() {
    assertThat(address("127.0.0.1", "203.0.113.9", "198.51.100.1", "10.1.2.3"))
        .isEqualTo("198.51.100.1");
  }

  @Test
  void nonsenseEndsTheChain() {
    assertThat(address("127.0.0.1", "unknown")).isEqualTo("127.0.0.1");
    assertThat(address("127.0.0.1", "198.51.100.1", "")).isEqualTo("127.0.0.1");
    assertThat(address("127.0.0.1", "198.51.100.1", "localhost")).isEqualTo("127.0.0.1");
  }

  private String address(String peer, String... forwardedFor) {
    return clients.of(InetAddresses.forString(peer), List.of(forwardedFor));
  }
}
