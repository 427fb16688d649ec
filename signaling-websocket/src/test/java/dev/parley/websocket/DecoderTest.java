package dev.parley.websocket;

import static dev.parley.websocket.Wire.FIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoder finds what the {@link Reference} finds, however the bytes are cut. */
class DecoderTest {
  private static final Limits LIMITS = new Limits(600, 4);

  @Test
  void aStreamMayBeCutAtEveryByte() {
    byte[] stream =
        Wire.join(
            Wire.text("grüße"),
            Wire.frame(Opcode.TEXT, Wire.utf8("€".repeat(50))),
            Wire.frame(FIN | Opcode.PING, new byte[125]),
            Wire.frame(Opcode.CONTINUATION, Wire.utf8("x")),
            Wire.frame(FIN | Opcode.PONG, new byte[7]),
            Wire.frame(FIN | Opcode.CONTINUATION, Wire.utf8("𐍈")),
            Wire.frame(FIN | Opcode.BINARY, new byte[0]),
            Wire.frame(FIN | Opcode.BINARY, new byte[300]),
            Wire.close(4001, Wire.utf8("tschüß")),
            Wire.text("too late"));
    List<String> whole = Reference.in(stream, LIMITS);
    assertThat(whole).hasSize(6).last().isEqualTo("close 4001");
    for (int cut = 1; cut <= stream.length; cut++) {
      int length = cut;
      assertThat(Heard.in(stream, LIMITS, () -> length)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyStreamInAnyPiecesIsUnderstoodAsWritten(long seed) {
    RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    Streams streams = new Streams(random);
    for (int i = 0; i < 150; i++) {
      byte[] stream = streams.stream();
      int most = 1 + random.nextInt(i % 2 == 0 ? 4 : 200);
      assertThat(Heard.in(stream, LIMITS, () -> random.nextInt(1, most + 1)))
          .as("stream %d of seed %d", i, seed)
          .isEqualTo(Reference.in(stream, LIMITS));
    }
  }

  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, 10), LongStream.of(System.currentTimeMillis()));
  }
}
