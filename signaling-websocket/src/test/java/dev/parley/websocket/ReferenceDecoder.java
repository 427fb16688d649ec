package dev.parley.websocket;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A second implementation of decoding, for comparison: it follows RFC 6455 literally, byte by byte,
 * without regard to speed, and shares no logic with {@link FrameDecoder}.
 */
final class ReferenceDecoder {
  private static final Set<Integer> CLOSE_CODES =
      Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014);
  private static final int[] COMPLETIONS = {0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF};

  private final byte[] bytes;
  private final MessageLimits limits;
  private final RecordingDecoderListener recording = new RecordingDecoderListener();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private int at;
  private int type; // the opcode of the message, 0 between messages
  private int fragments;

  /** The stream ends, perhaps within a frame. */
  private static final class EndOfStream extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** A rule is broken: the code to fail the connection with. */
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;

    Failure(int code) {
      this.code = code;
    }
  }

  private ReferenceDecoder(byte[] bytes, MessageLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  static List<String> decode(byte[] bytes, MessageLimits limits) {
    ReferenceDecoder reference = new ReferenceDecoder(bytes, limits);
    try {
      boolean open = true;
      while (open) {
        open = reference.frame();
      }
    } catch (Failure e) {
      reference.recording.failed(e.code);
    } catch (EndOfStream e) {
      // the messages found so far are the result
    }
    return reference.recording.lines;
  }

  private int next() throws EndOfStream {
    if (at == bytes.length) {
      throw new EndOfStream();
    }
    return bytes[at++] & 0xFF;
  }

  private static void require(boolean held, int code) throws Failure {
    if (!held) {
      throw new Failure(code);
    }
  }

  private boolean frame() throws EndOfStream, Failure {
    int first = next();
    int second = next();
    boolean fin = first >= 0x80;
    int opcode = first % 16;
    require((first & 0b0111_0000) == 0, 1002);
    require(List.of(0, 1, 2, 8, 9, 10).contains(opcode), 1002);
    require(second >= 0x80, 1002);
    require(opcode < 8 || (fin && second - 0x80 <= 125), 1002);
    BigInteger length = length(second - 0x80);
    int[] mask = {0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
      mask[i] = next();
    }
    require(length.bitLength() <= 63, 1002);
    require(isShortest(second - 0x80, length), 1002);
    return opcode < 8 ? data(fin, opcode, length, mask) : control(opcode, length, mask);
  }

  private BigInteger length(int seven) throws EndOfStream {
    int wide = seven == 126 ? 2 : seven == 127 ? 8 : 0;
    BigInteger length = BigInteger.valueOf(wide == 0 ? seven : 0);
    for (int i = 0; i < wide; i++) {
      length = length.shiftLeft(8).or(BigInteger.valueOf(next()));
    }
    return length;
  }

  private static boolean isShortest(int seven, BigInteger length) {
    int least = seven == 126 ? 126 : seven == 127 ? 65_536 : 0;
    return length.compareTo(BigInteger.valueOf(least)) >= 0;
  }

  private boolean data(boolean fin, int opcode, BigInteger length, int[] mask)
      throws EndOfStream, Failure {
    require((opcode == 0) == (type != 0), 1002);
    require(
        length.add(BigInteger.valueOf(message.size())).intValue() <= limits.maxBytes()
            && length.bitLength() < 31,
        1009);
    fragments++;
    require(fragments <= limits.maxFragments(), 1008);
    type = opcode == 0 ? type : opcode;
    for (int i = 0; i < length.intValue(); i++) {
      message.write(next() ^ mask[i % 4]);
      require(type != Opcode.TEXT || mayBecomeUtf8(message.toByteArray(), 3), 1007);
    }
    if (fin) {
      end();
    }
    return true;
  }

  private void end() throws Failure {
    byte[] whole = message.toByteArray();
    require(type != Opcode.TEXT || isUtf8(whole), 1007);
    if (type == Opcode.TEXT) {
      recording.onText(whole, 0, whole.length);
    } else {
      recording.onBinary(whole, 0, whole.length);
    }
    message.reset();
    type = 0;
    fragments = 0;
  }

  private boolean control(int opcode, BigInteger length, int[] mask) throws EndOfStream, Failure {
    byte[] payload = new byte[length.intValue()];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (next() ^ mask[i % 4]);
    }
    if (opcode == Opcode.PING) {
      recording.onPing(payload);
    } else if (opcode == Opcode.CLOSE) {
      recording.onClose(closeCode(payload));
    }
    return opcode != Opcode.CLOSE;
  }

  private static int closeCode(byte[] payload) throws Failure {
    require(payload.length != 1, 1002);
    if (payload.length == 0) {
      return 1005;
    }
    int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    require(CLOSE_CODES.contains(code) || (code >= 3000 && code < 5000), 1002);
    require(isUtf8(Arrays.copyOfRange(payload, 2, payload.length)), 1007);
    return code;
  }

  /** Whether some continuation makes this valid: found by trial. */
  private static boolean mayBecomeUtf8(byte[] bytes, int most) {
    if (isUtf8(bytes)) {
      return true;
    }
    return most > 0
        && Arrays.stream(COMPLETIONS)
            .anyMatch(each ->
                mayBecomeUtf8(ClientFrames.join(bytes, ClientFrames.bytes(each)), most - 1));
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
