package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address to listen on, in its various forms, and the URL that is printed for it. */
class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost",
    "0.0.0.0, localhost",
    "::, localhost",
    "[::], localhost",
    "0:0:0:0:0:0:0:0, localhost",
    "::ffff:127.0.0.1, localhost",
    "::ffff:0.0.0.0, localhost",
    "localhost, localhost",
    "::1, [::1]",
    "[::1], [::1]",
    "0:0:0:0:0:0:0:1, [::1]",
    "127.0.0.2, 127.0.0.2",
    "::ffff:192.0.2.7, 192.0.2.7",
    "192.0.2.7, 192.0.2.7",
    "2001:DB8:0:0:0:0:0:7, [2001:db8::7]",
  })
  void urlReachesTheAddress(String written, String inUrl) throws UnknownHostException {
    String host = ListenAddress.host(written).orElseThrow();
    InetSocketAddress bound = new InetSocketAddress(InetAddress.getByName(host), 8080);
    assertThat(ListenAddress.url(host, bound)).isEqualTo("http://" + inUrl + ":8080/");
  }

  @ParameterizedTest
  @CsvSource({"call.example.org, 192.0.2.7", "parley, 2001:db8::7", "7up, 192.0.2.7"})
  void hostNameStaysInTheUrl(String name, String address) throws UnknownHostException {
    InetSocketAddress bound = new InetSocketAddress(InetAddress.getByName(address), 80);
    assertThat(ListenAddress.host(name)).hasValue(name);
    assertThat(ListenAddress.url(name, bound)).isEqualTo("http://" + name + ":80/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8080",
        "[::1]:8080",
        "[::1",
        "::1]",
        "[localhost]",
        "[127.0.0.1]",
        "http://localhost",
        "127.0.0.1/8",
        "a b",
        "*",
        ":::",
        "1:2:3:4:5:6:7:8:9"
      })
  void invalidAddressIsRefused(String written) {
    assertThat(ListenAddress.host(written)).isEmpty();
  }
}
