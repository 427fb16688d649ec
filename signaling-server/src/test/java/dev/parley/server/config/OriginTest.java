package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins are normalized to the form in which browsers send them (RFC 6454). */
class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "https://a.example, https://a.example",
    "https://a.example:443, https://a.example",
    "https://a.example:0443, https://a.example",
    "https://a.example:, https://a.example",
    "http://a.example:80, http://a.example",
    "http://a.example:443, http://a.example:443",
    "https://a.example:8443, https://a.example:8443",
    "HTTPS://A.Example:443, https://a.example",
    "https://bücher.example, https://xn--bcher-kva.example",
    "https://BÜCHER.example, https://xn--bcher-kva.example",
    "https://bu\u0308cher.example, https://xn--bcher-kva.example",
    "https://xn--BCHER-kva.example, https://xn--bcher-kva.example",
    "https://例え.テスト, https://xn--r8jz45g.xn--zckzah",
    "https://a.example., https://a.example.",
    "https://under_score.example, https://under_score.example",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "http://[::1]:8080, http://[::1]:8080",
    "http://[0:0:0:0:0:0:0:1]:80, http://[::1]",
    "http://[2001:DB8:0:0:1::]:8080, http://[2001:db8:0:0:1::]:8080",
    "http://[::ffff:127.0.0.1], http://[::ffff:7f00:1]",
    "capacitor://localhost, capacitor://localhost",
    "Ionic://LocalHost, ionic://localhost",
    "app://, app://",
    "app://-, app://-",
    "tauri://localhost:80, tauri://localhost:80",
    "file://, file://",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop, chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://6a1b3c4d-0000-4000-8000-00805f9b34fb, moz-extension://6a1b3c4d-0000-4000-8000-00805f9b34fb",
  })
  void originIsNormalized(String written, String sent) {
    assertThat(Origin.of(written).text()).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "https://*.a.example, wildcard",
    "*://a.example, scheme",
    "a.example, scheme",
    "//a.example, scheme",
    "https:a.example, scheme",
    "null, sandboxed",
    "https://a.example/, more than",
    "https://a.example/call, more than",
    "https://a.example?x, more than",
    "https://a.example#x, more than",
    "https://a.example:x, more than",
    "https://a.example:123456, more than",
    "https://a.example:65536, port",
    "https://ann@a.example, user",
    "https://ann:pw@a.example, user",
    "https://, host",
    "https://:443, host",
    "https://a..example, host",
    "https://.a.example, host",
    "https://a example, host",
    "https://a%20b, host",
    "https://straße.example, xn--",
    "http://127.1, four numbers",
    "http://0x7f.0.0.1, four numbers",
    "http://127.0.0.256, four numbers",
    "http://[::1, more than",
    "http://::1, more than",
    "http://[127.0.0.1], IPv6",
    "http://[fe80::1%25eth0], IPv6",
    "wss://a.example, scheme",
    "data://x, scheme",
    "app://a/b, more than",
    "app://ü, host",
  })
  void invalidOriginIsRefusedWithTheReason(String written, String reason) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Origin.of(written))
        .withMessageContaining(reason);
    assertThat(Origin.parse(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, a.example",
    "https://a.example, A.EXAMPLE:443",
    "http://a.example, a.example:80",
    "http://localhost:8080, localhost:8080",
    "http://[::1]:8080, [0:0:0:0:0:0:0:1]:8080",
  })
  void originWithTheHostOfTheRequestIsOwn(String origin, String host) {
    assertThat(Origin.of(origin).isAt(host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, a.example:80",
    "http://a.example, a.example:443",
    "http://localhost, localhost:8080",
    "app://localhost, localhost",
    "http://a.example, b@a.example",
    "http://a.example, a.example/",
    "http://a.example, a.example.",
  })
  void originWithAnotherHostPortOrSchemeIsNotOwn(String origin, String host) {
    assertThat(Origin.of(origin).isAt(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x", "[", "a:b:c"})
  void invalidHostMatchesNoOrigin(String host) {
    assertThat(Origin.of("http://a.example").isAt(host)).isFalse();
  }

  @Test
  void veryLongOriginIsRefusedQuickly() {
    assertThat(Origin.parse("https://" + "a.".repeat(8_000) + "example:99999")).isEmpty();
    assertThat(Origin.parse("https://" + "ü".repeat(8_000))).isEmpty();
  }
}
