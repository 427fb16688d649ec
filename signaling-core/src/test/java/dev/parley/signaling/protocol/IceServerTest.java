package dev.parley.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of ICE servers that browsers accept, and URLs that they reject. */
class IceServerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stun:stun.example.org",
        "STUN:stun.example.org",
        "stuns:stun.example.org:5349",
        "stun:stun.example.org:1",
        "stun:stun.example.org:65535",
        "stun:localhost",
        "stun:under_score.example.",
        "stun:xn--bcher-kva.example",
        "stun:192.0.2.7:3478",
        "stun:[::]",
        "stun:[::1]:3478",
        "stun:[2001:db8::7]",
        "stun:[1:2:3:4:5:6:7:8]",
        "stun:[::ffff:192.0.2.7]",
        "stun:[1:2:3:4:5:6:192.0.2.7]"
      })
  void stunServersNeedNoCredentials(String url) {
    assertThat(IceServer.of(url).urls()).containsExactly(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "turn:turn.example.org",
        "turns:turn.example.org:443?transport=tcp",
        "turn:[2001:db8::7]:3478?transport=udp"
      })
  void turnServersNeedCredentials(String url) {
    assertThat(new IceServer(List.of(url), "ann", "secret").urls()).containsExactly(url);
    refused(url, "credentials");
  }

  @ParameterizedTest
  @CsvSource({
    "stun://stun.example.org, slashes",
    "stuns://stun.example.org, slashes",
    "stun:, host",
    "stun::3478, host",
    "stun:stun.example.org/, host",
    "stun:ann@stun.example.org, host",
    "stun:stun example, host",
    "stun:bücher.example, host",
    "stun:a..example, host",
    "stun:-.example, host",
    "stun:192.0.2, host",
    "stun:192.0.2.256, host",
    "stun:::1, brackets",
    "stun:2001:db8::7, brackets",
    "stun:[::1, brackets",
    "stun:[], host",
    "stun:[:], host",
    "stun:[:::], host",
    "stun:[1:2:3], host",
    "stun:[1:2:3:4:5:6:7:8:9], host",
    "stun:[1:2:3:4::5:6:7:8], host",
    "stun:[1::2::3], host",
    "stun:[192.0.2.7::], host",
    "stun:[192.0.2.7], host",
    "stun:[fe80::1%eth0], host",
    "stun:[::1]x:1, host",
    "stun:stun.example.org:, port",
    "stun:stun.example.org:0, port",
    "stun:stun.example.org:65536, port",
    "stun:stun.example.org:99999999999, port",
    "stun:stun.example.org:http, host",
    "stun:stun.example.org?transport=udp, query",
    "stun:stun.example.org?, query",
    "turn:turn.example.org?transport=sctp, query",
    "turn:turn.example.org?transport=udp&x=1, query",
    "http:stun.example.org, begin with",
    "stun.example.org, begin with",
    "'', begin with",
  })
  void urlsThatBrowsersRejectAreRefusedWithTheReason(String url, String reason) {
    refused(url, reason);
  }

  @Test
  void aServerNeedsAUrl() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new IceServer(List.of(), null, null));
  }

  private static void refused(String url, String reason) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> IceServer.of(url))
        .withMessageContaining(reason);
  }
}
