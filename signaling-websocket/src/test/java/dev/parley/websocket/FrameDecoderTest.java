package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.FIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoder agrees with the {@link ReferenceDecoder}, however a stream is split into reads. */
class FrameDecoderTest {
  private static final MessageLimits LIMITS = new MessageLimits(600, 4);

  @Test
  void streamMayBeSplitAtEveryByte() {
    byte[] stream =
        ClientFrames.join(
            ClientFrames.text("grüße"),
            ClientFrames.frame(Opcode.TEXT, ClientFrames.utf8("€".repeat(50))),
            ClientFrames.frame(FIN | Opcode.PING, new byte[125]),
            ClientFrames.frame(Opcode.CONTINUATION, ClientFrames.utf8("x")),
            ClientFrames.frame(FIN | Opcode.PONG, new byte[7]),
            ClientFrames.frame(FIN | Opcode.CONTINUATION, ClientFrames.utf8("𐍈")),
            ClientFrames.frame(FIN | Opcode.BINARY, new byte[0]),
            ClientFrames.frame(FIN | Opcode.BINARY, new byte[300]),
            ClientFrames.close(4001, ClientFrames.utf8("tschüß")),
            ClientFrames.text("too late"));
    List<String> expected = ReferenceDecoder.decode(stream, LIMITS);
    assertThat(expected).hasSize(6).last().isEqualTo("close 4001");
    for (int cut = 1; cut <= stream.length; cut++) {
      int length = cut;
      assertThat(RecordingDecoderListener.decode(stream, LIMITS, () -> length)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomStreamsInRandomReadsMatchReference(long seed) {
    RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    RandomStreams streams = new RandomStreams(random);
    for (int i = 0; i < 150; i++) {
      byte[] stream = streams.next();
      int maxLength = 1 + random.nextInt(i % 2 == 0 ? 4 : 200);
      assertThat(
              RecordingDecoderListener.decode(
                  stream, LIMITS, () -> random.nextInt(1, maxLength + 1)))
          .as("stream %d of seed %d", i, seed)
          .isEqualTo(ReferenceDecoder.decode(stream, LIMITS));
    }
  }

  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, 10), LongStream.of(System.currentTimeMillis()));
  }
}
