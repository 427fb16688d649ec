package dev.parley.bench.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost, 80, '', localhost, false",
    "HTTPS://localhost/, 443, '', localhost, true",
    "ws://localhost:8080, 8080, '', localhost:8080, false",
    "wss://127.0.0.1:1/parley/, 1, /parley, 127.0.0.1:1, true"
  })
  void acceptsHttpAndWebSocketUrls(String url, int port, String base, String host, boolean secure) {
    Target target = Target.of(url);
    assertThat(target.address().getPort()).isEqualTo(port);
    assertThat(target.base()).isEqualTo(base);
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.secure()).isEqualTo(secure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "ftp://localhost", "http:", "/v1", "not a url"})
  void rejectsOtherTextsWithAnExample(String url) {
    assertThatThrownBy(() -> Target.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://call.example.org");
  }

  @Test
  void anUnknownHostIsReported() {
    assertThatThrownBy(() -> Target.of("http://nowhere.invalid"))
        .hasMessageContaining("There is no host nowhere.invalid");
  }
}
