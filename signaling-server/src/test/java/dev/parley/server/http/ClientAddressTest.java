package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.parley.server.config.AddressBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word about a client's address is believed. */
class ClientAddressTest {
  private static final Logger LOG = Logger.getLogger("parley");

  private final ClientAddress clients =
      new ClientAddress(
          Stream.of("127.0.0.1", "10.0.0.0/8", "::1")
              .map(b -> AddressBlock.of(b).orElseThrow())
              .toList());

  private final List<String> warnings = new ArrayList<>();
  private final Handler recorder =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          warnings.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(recorder);
  }

  @AfterEach
  void listenNoMore() {
    LOG.removeHandler(recorder);
  }

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.9",
        "203.0.113.9:50412",
        " 203.0.113.9:50412 ",
        "\"203.0.113.9\"",
        "\"203.0.113.9:50412\"",
        "[203.0.113.9]:50412",
        "::ffff:203.0.113.9",
        "::ffff:cb00:7109",
        "[::ffff:203.0.113.9]",
        "[::FFFF:203.0.113.9]:50412",
        "::ffff:203.0.113.9:50412"
      })
  void anAddressOfIpv4IsTheSameInEveryForm(String form) {
    assertThat(address("127.0.0.1", "198.51.100.1", form)).isEqualTo("203.0.113.9");
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001:db8::7",
        "2001:DB8:0:0:0:0:0:7",
        "[2001:db8::7]",
        "[2001:db8::7]:443",
        "\"[2001:db8::7]:443\"",
        "\"[2001:db8::7]:_port\"",
        "2001:db8::7%eth0",
        "[2001:db8::7%25eth0]:443",
        "2001:db8:0:0:0:0:0:7:443"
      })
  void soIsOneOfIpv6(String form) {
    assertThat(address("127.0.0.1", "198.51.100.1", form)).isEqualTo("2001:db8:0:0:0:0:0:7");
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3:4711", "[::1]:4711", "::ffff:10.1.2.3", "\"10.1.2.3\""})
  void aProxyOfOursIsKnownInEveryForm(String form) {
    assertThat(address("127.0.0.1", "203.0.113.9", "198.51.100.1", form)).isEqualTo("198.51.100.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "_hidden",
        "unix:",
        "localhost",
        "localhost:80",
        "1.2.3",
        "1.2.3.4.5:80",
        "1.2.3.4:",
        "1.2.3.4:x",
        "1.2.3.4:123456",
        "[::1",
        "::1]",
        "[]:80",
        "[x]",
        "\"",
        "\"\"",
        "for=1.2.3.4",
        ":80",
        "1.2.3.4 5.6.7.8"
      })
  void aFormThatIsNotUnderstoodIsToldOnceWithTheAddressThatIsTakenInstead(String form) {
    for (int request = 0; request < 3; request++) {
      assertThat(address("127.0.0.1", "198.51.100.1", form)).isEqualTo("127.0.0.1");
    }
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("The trusted proxy 127.0.0.1 sends \"" + form + "\" in X-Forwarded-For")
        .endsWith("count as one, at 127.0.0.1.");
  }

  @Test
  void whatStrangersWriteIsNeverTold() {
    address("127.0.0.1", "unknown", "198.51.100.1");
    address("192.0.2.7", "unknown");
    assertThat(warnings).isEmpty();
  }

  @Test
  void manyProxiesFillNoLog() {
    for (int proxy = 0; proxy < 1_000; proxy++) {
      address("10.0." + proxy / 256 + "." + proxy % 256, "x".repeat(10_000));
    }
    assertThat(warnings).hasSize(16).allMatch(warning -> warning.length() < 300);
  }

  private String address(String peer, String... forwardedFor) {
    return clients.of(InetAddresses.forString(peer), List.of(forwardedFor));
  }
}
