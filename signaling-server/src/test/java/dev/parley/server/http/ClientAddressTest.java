package dev.parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.parley.server.config.AddressBlock;
import dev.parley.server.support.LogRecorder;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of a client, by its connection and the X-Forwarded-For of trusted proxies. */
class ClientAddressTest {
  private final ClientAddress clients =
      new ClientAddress(
          Stream.of("127.0.0.1", "10.0.0.0/8", "::1")
              .map(block -> AddressBlock.of(block).orElseThrow())
              .toList());

  @AutoClose private final LogRecorder log = new LogRecorder(LogRecord::getMessage);

  @Test
  void directClientHasTheAddressOfItsConnection() {
    assertThat(address("192.0.2.7")).isEqualTo("192.0.2.7");
  }

  @Test
  void headerOfAnUntrustedClientIsIgnored() {
    assertThat(address("192.0.2.7", "198.51.100.1")).isEqualTo("192.0.2.7");
  }

  @Test
  void headerOfATrustedProxyIsUsed() {
    assertThat(address("127.0.0.1", "198.51.100.1")).isEqualTo("198.51.100.1");
    assertThat(address("::1", "2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void entriesLeftOfTheClientAreIgnored() {
    assertThat(address("127.0.0.1", "203.0.113.9", " 198.51.100.1")).isEqualTo("198.51.100.1");
  }

  @Test
  void chainOfTrustedProxiesIsFollowed() {
    assertThat(address("127.0.0.1", "203.0.113.9", "198.51.100.1", "10.1.2.3"))
        .isEqualTo("198.51.100.1");
  }

  @Test
  void invalidEntryEndsTheChain() {
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
  void ipv4AddressIsRecognizedInEveryForm(String form) {
    assertThat(address("127.0.0.1", "198.51.100.1", form)).isEqualTo("203.0.113.9");
    assertThat(log.lines()).isEmpty();
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
  void ipv6AddressIsRecognizedInEveryForm(String form) {
    assertThat(address("127.0.0.1", "198.51.100.1", form)).isEqualTo("2001:db8:0:0:0:0:0:7");
    assertThat(log.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3:4711", "[::1]:4711", "::ffff:10.1.2.3", "\"10.1.2.3\""})
  void trustedProxyIsRecognizedInEveryForm(String form) {
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
  void invalidFormIsReportedOnceWithTheAddressUsedInstead(String form) {
    for (int request = 0; request < 3; request++) {
      assertThat(address("127.0.0.1", "198.51.100.1", form)).isEqualTo("127.0.0.1");
    }
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("The trusted proxy 127.0.0.1 sends \"" + form + "\" in X-Forwarded-For")
        .endsWith("share the limits of one address, 127.0.0.1.");
  }

  @Test
  void headersOfUntrustedClientsAreNotReported() {
    address("127.0.0.1", "unknown", "198.51.100.1");
    address("192.0.2.7", "unknown");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void reportsAreLimitedInNumberAndLength() {
    for (int proxy = 0; proxy < 1_000; proxy++) {
      address("10.0." + proxy / 256 + "." + proxy % 256, "x".repeat(10_000));
    }
    assertThat(log.lines()).hasSize(16).allMatch(warning -> warning.length() < 300);
  }

  private String address(String peer, String... forwardedFor) {
    return clients.of(InetAddresses.forString(peer), List.of(forwardedFor));
  }
}
