package dev.parley.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpgradeTest {
  private static final String ACCEPTED =
      "HTTP/1.1 101 Switching Protocols\r\nSEC-WebSocket-Accept: REEkGwKSYZzqhKOGR2isdMh/ewY=\r\n\r\n";

  @Test
  void itAsksForTheSubprotocolIfThereIsOne() {
    assertThat(request(Optional.of("signaling.v1")))
        .startsWith("GET /r HTTP/1.1\r\nHost: here:80\r\n")
        .contains("\r\nSec-WebSocket-Protocol: signaling.v1\r\n")
        .endsWith("\r\n\r\n");
    assertThat(request(Optional.empty())).doesNotContain("Protocol:");
  }

  @Test
  void framesBeginBehindTheResponse() throws Exception {
    assertThat(read(ACCEPTED + "frames")).isEqualTo(ACCEPTED.length());
    assertThat(read(ACCEPTED.substring(0, ACCEPTED.length() - 1))).isZero();
  }

  @Test
  void aRefusalIsToldWithItsReason() {
    assertThatThrownBy(() -> read("HTTP/1.1 429 Too Many\r\nA: b\r\n\r\n{\"detail\":\n \"later\"}"))
        .isInstanceOf(IOException.class)
        .hasMessage("no WebSocket there: HTTP/1.1 429 Too Many {\"detail\": \"later\"}");
  }

  @Test
  void whoHasNotReadTheQuestionIsNotBelieved() {
    assertThatThrownBy(() -> read(ACCEPTED.replace("REE", "xyz"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("x".repeat(20_000))).isInstanceOf(IOException.class);
  }

  private static String request(Optional<String> subprotocol) {
    byte[] bytes = Upgrade.request("here:80", "/r", subprotocol);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static int read(String response) throws IOException {
    byte[] bytes = response.getBytes(StandardCharsets.ISO_8859_1);
    return Upgrade.read(bytes, 0, bytes.length);
  }
}
