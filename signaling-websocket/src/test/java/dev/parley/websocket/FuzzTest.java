package dev.parley.websocket;

import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Corrupted streams do no harm: see {@link Fuzzer}. */
class FuzzTest {
  private static final MessageLimits LIMITS = new MessageLimits(600, 4);

  @BeforeAll
  static void warmUp() {
    new Fuzzer(0).warmUp();
  }

  @Test
  void decoderWithstandsCorruptedStreams() {
    Fuzzer.run(1, 20_000);
    Fuzzer.run(System.currentTimeMillis(), 20_000); // a failure reports the seed
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void serverAlwaysSendsCloseFrame(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    byte[] end = new byte[2 * LIMITS.maxBytes()];
    Arrays.fill(end, (byte) 0xFF);
    try (var server = new TestServer(0, null, LIMITS, EchoListener::new)) {
      for (int i = 0; i < 100; i++) {
        try (var client = new TestClient(server)) {
          client.send(Fuzzer.stream(random), end);
          client.expectAnyClose();
        }
      }
    }
  }
}
