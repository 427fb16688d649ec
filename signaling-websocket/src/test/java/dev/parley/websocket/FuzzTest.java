package dev.parley.websocket;

import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are almost frames do no harm. */
class FuzzTest {
  private static final Limits LIMITS = new Limits(600, 4);

  @BeforeAll
  static void warmUp() {
    new Fuzzer(0).warmUp();
  }

  @Test
  void toADecoder() {
    Fuzzer.run(1, 20_000);
    Fuzzer.run(System.currentTimeMillis(), 20_000); // the seed is in the message, if it fails
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void toAServerWhichAlwaysSaysGoodbye(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    byte[] end = new byte[2 * LIMITS.messageBytes()];
    Arrays.fill(end, (byte) 0xFF);
    try (var server = new WebSocketServer(0, null, LIMITS, Echo::new)) {
      for (int i = 0; i < 100; i++) {
        try (var peer = new Peer(server)) {
          peer.send(Fuzzer.stream(random), end);
          peer.hearsAnyClose();
        }
      }
    }
  }
}
