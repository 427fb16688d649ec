package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.FIN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Generates streams of frames that are mostly valid, with occasional violations of each rule. */
final class RandomStreams {
  private static final String[] WORDS = {"", "a", "offer", "ßü", "€uro", "𐍈", "x".repeat(130)};

  private final RandomGenerator random;

  RandomStreams(RandomGenerator random) {
    this.random = random;
  }

  /**
   * One to seven messages with control frames between; in a quarter of streams, one bit flipped.
   */
  byte[] next() {
    List<byte[]> parts = new ArrayList<>();
    for (int left = random.nextInt(1, 8); left > 0; left--) {
      message(parts);
    }
    byte[] stream = ClientFrames.join(parts.toArray(byte[][]::new));
    if (random.nextInt(4) == 0 && stream.length > 0) {
      stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return stream;
  }

  private void message(List<byte[]> parts) {
    byte[] payload = payload();
    int opcode = random.nextInt(5) == 0 ? Opcode.BINARY : Opcode.TEXT;
    int at = 0;
    for (int left = random.nextInt(4); left > 0; left--) {
      int end = random.nextInt(at, payload.length + 1);
      parts.add(frame(opcode, payload, at, end));
      opcode = random.nextInt(40) == 0 ? Opcode.TEXT : Opcode.CONTINUATION;
      at = end;
      control(parts);
    }
    parts.add(frame(FIN | opcode, payload, at, payload.length));
    control(parts);
  }

  private byte[] payload() {
    byte[][] words = new byte[random.nextInt(6)][];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          random.nextInt(30) == 0
              ? garbage()
              : ClientFrames.utf8(WORDS[random.nextInt(WORDS.length)]);
    }
    return ClientFrames.join(words);
  }

  private void control(List<byte[]> parts) {
    switch (random.nextInt(30)) {
      case 0, 1, 2, 3, 4 -> parts.add(frame(FIN | Opcode.PING, garbage(), 0, 3));
      case 5, 6, 7 -> parts.add(frame(FIN | Opcode.PONG, garbage(), 0, 2));
      case 8 -> parts.add(ClientFrames.close(random.nextInt(990, 1020), ClientFrames.utf8("bye")));
      case 9 -> parts.add(ClientFrames.close(random.nextInt(65_536), garbage()));
      case 10 -> parts.add(frame(FIN | Opcode.CLOSE, garbage(), 0, random.nextInt(2)));
      case 11 -> parts.add(ClientFrames.unmasked(FIN | Opcode.PING, garbage()));
      case 12 -> parts.add(garbage());
      default -> {}
    }
  }

  private byte[] frame(int first, byte[] payload, int from, int to) {
    byte[] mask = new byte[Masking.KEY_BYTES];
    random.nextBytes(mask);
    return ClientFrames.frame(first, Arrays.copyOfRange(payload, from, to), mask);
  }

  private byte[] garbage() {
    byte[] garbage = new byte[random.nextInt(3, 6)];
    random.nextBytes(garbage);
    return garbage;
  }
}
