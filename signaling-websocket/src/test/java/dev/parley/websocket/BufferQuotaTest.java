package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** The bytes of an incomplete message are reserved until it is complete, or the connection ends. */
class BufferQuotaTest {
  private static final MessageLimits LIMITS = new MessageLimits(100_000, 10);

  private final CountingQuota quota = new CountingQuota(50_000);
  private final FrameDecoder decoder =
      new FrameDecoder(LIMITS, quota, new RecordingDecoderListener());

  private static final class CountingQuota implements BufferQuota {
    private final int capacity;
    private int reserved;

    CountingQuota(int capacity) {
      this.capacity = capacity;
    }

    @Override
    public boolean tryReserve(int bytes) {
      if (reserved + bytes > capacity) {
        return false;
      }
      reserved += bytes;
      return true;
    }

    @Override
    public void release(int bytes) {
      reserved -= bytes;
    }
  }

  @Test
  void messageInOneReadReservesNothing() throws WebSocketException {
    byte[] message = text(1_000);
    read(message, 0, message.length);
    assertThat(quota.reserved).isZero();
  }

  @Test
  void receivedBytesAreReservedNotDeclaredLength() throws WebSocketException {
    byte[] message = text(60_000);
    read(message, 0, 1_000);
    assertThat(quota.reserved).isBetween(900, 2_000);
    read(message, 1_000, 5_000);
    assertThat(quota.reserved).isBetween(4_900, 10_000);
  }

  @Test
  void completeMessageReleasesItsBytes() throws WebSocketException {
    byte[] message = text(20_000);
    read(message, 0, 10_000);
    read(message, 10_000, message.length);
    assertThat(quota.reserved).isZero();
  }

  @Test
  void endOfConnectionReleasesBytesAndReservesNoMore() throws WebSocketException {
    byte[] message = text(20_000);
    read(message, 0, 10_000);
    decoder.close();
    assertThat(quota.reserved).isZero();
    read(message, 10_000, message.length);
    assertThat(quota.reserved).isZero();
  }

  @Test
  void exhaustedQuotaFailsWith1013() {
    byte[] message = text(90_000);
    assertThatExceptionOfType(WebSocketException.class)
        .isThrownBy(() -> read(message, 0, 80_000))
        .satisfies(violation -> assertThat(violation.code()).isEqualTo(1013));
    decoder.close();
    assertThat(quota.reserved).isZero();
  }

  private void read(byte[] bytes, int from, int to) throws WebSocketException {
    ClientFrames.feed(decoder, bytes, from, to - from);
  }

  private static byte[] text(int length) {
    return ClientFrames.text("x".repeat(length));
  }
}
