package dev.parley.bench.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final int AT = 20;
  private static final int SIZE = 1_000;

  private final byte[] bytes = new byte[AT + SIZE + AT];
  private final Payload payload = new Payload();

  PayloadTest() {
    Payload.write(
        ByteBuffer.wrap(bytes).position(AT), MessageKind.ANSWER, -2, Integer.MAX_VALUE, -3L, SIZE);
  }

  @Test
  void readsWhatWasWritten() {
    assertThat(Payload.find(bytes, 0, bytes.length)).isEqualTo(AT);
    assertThat(payload.read(bytes, AT, bytes.length)).isTrue();
    assertThat(payload.kind()).isEqualTo(MessageKind.ANSWER);
    assertThat(payload.sender()).isEqualTo(-2);
    assertThat(payload.number()).isEqualTo(Integer.MAX_VALUE);
    assertThat(payload.sentAt()).isEqualTo(-3L);
  }

  @Test
  void detectsATruncatedPayload() {
    assertThat(payload.read(bytes, AT, AT + SIZE)).isTrue();
    assertThat(payload.read(bytes, AT, AT + SIZE - 1)).isFalse();
  }

  @Test
  void detectsAnAlteredByte() {
    bytes[AT + SIZE / 2] ^= 1;
    assertThat(payload.read(bytes, AT, bytes.length)).isFalse();
  }

  @Test
  void findsNoPayloadInAPartOfAHeader() {
    assertThat(Payload.find(bytes, AT + 1, bytes.length)).isEqualTo(-1);
    assertThat(Payload.find(bytes, 0, AT + Payload.HEADER_LENGTH - 1)).isEqualTo(-1);
  }
}
