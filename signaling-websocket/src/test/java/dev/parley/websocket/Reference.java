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
 * RFC 6455 as it is written, byte by byte and without any haste: what a decoder has to find in a
 * stream.
 */
final class Reference {
  private static final Set<Integer> CLOSE_CODES =
      Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014);
  private static final int[] COMPLETIONS = {0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF};

  private final byte[] bytes;
  private final Limits limits;
  private final Heard heard = new Heard();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private int at;
  private int kind; // of the message: 0 if there is none
  private int fragments;

  /** There are no more bytes: whatever they were the beginning of has not come. */
  private static final class Over extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** A rule is broken. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;

    Broken(int code) {
      this.code = code;
    }
  }

  private Reference(byte[] bytes, Limits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  static List<String> in(byte[] bytes, Limits limits) {
    Reference reference = new Reference(bytes, limits);
    try {
      boolean open = true;
      while (open) {
        open = reference.frame();
      }
    } catch (Broken e) {
      reference.heard.violation(e.code);
    } catch (Over e) {
      // what has been found before is the answer
    }
    return reference.heard.lines;
  }

  private int next() throws Over {
    if (at == bytes.length) {
      throw new Over();
    }
    return bytes[at++] & 0xFF;
  }

  private static void must(boolean held, int code) throws Broken {
    if (!held) {
      throw new Broken(code);
    }
  }

  private boolean frame() throws Over, Broken {
    int first = next();
    int second = next();
    boolean fin = first >= 0x80;
    int opcode = first % 16;
    must((first & 0b0111_0000) == 0, 1002);
    must(List.of(0, 1, 2, 8, 9, 10).contains(opcode), 1002);
    must(second >= 0x80, 1002);
    must(opcode < 8 || (fin && second - 0x80 <= 125), 1002);
    BigInteger length = length(second - 0x80);
    int[] mask = {0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
      mask[i] = next();
    }
    must(length.bitLength() <= 63, 1002);
    must(isShortest(second - 0x80, length), 1002);
    return opcode < 8 ? data(fin, opcode, length, mask) : control(opcode, length, mask);
  }

  private BigInteger length(int seven) throws Over {
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

  private boolean data(boolean fin, int opcode, BigInteger length, int[] mask) throws Over, Broken {
    must((opcode == 0) == (kind != 0), 1002);
    must(
        length.add(BigInteger.valueOf(message.size())).intValue() <= limits.messageBytes()
            && length.bitLength() < 31,
        1009);
    fragments++;
    must(fragments <= limits.fragments(), 1008);
    kind = opcode == 0 ? kind : opcode;
    for (int i = 0; i < length.intValue(); i++) {
      message.write(next() ^ mask[i % 4]);
      must(kind != Opcode.TEXT || mayBecomeUtf8(message.toByteArray(), 3), 1007);
    }
    if (fin) {
      end();
    }
    return true;
  }

  private void end() throws Broken {
    byte[] whole = message.toByteArray();
    must(kind != Opcode.TEXT || isUtf8(whole), 1007);
    if (kind == Opcode.TEXT) {
      heard.text(whole, 0, whole.length);
    } else {
      heard.binary(whole, 0, whole.length);
    }
    message.reset();
    kind = 0;
    fragments = 0;
  }

  private boolean control(int opcode, BigInteger length, int[] mask) throws Over, Broken {
    byte[] payload = new byte[length.intValue()];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (next() ^ mask[i % 4]);
    }
    if (opcode == Opcode.PING) {
      heard.ping(payload);
    } else if (opcode == Opcode.CLOSE) {
      heard.close(closeCode(payload));
    }
    return opcode != Opcode.CLOSE;
  }

  private static int closeCode(byte[] payload) throws Broken {
    must(payload.length != 1, 1002);
    if (payload.length == 0) {
      return 1005;
    }
    int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    must(CLOSE_CODES.contains(code) || (code >= 3000 && code < 5000), 1002);
    must(isUtf8(Arrays.copyOfRange(payload, 2, payload.length)), 1007);
    return code;
  }

  /** Whether it is the beginning of something valid: tried out. */
  private static boolean mayBecomeUtf8(byte[] bytes, int most) {
    if (isUtf8(bytes)) {
      return true;
    }
    return most > 0
        && Arrays.stream(COMPLETIONS)
            .anyMatch(each -> mayBecomeUtf8(Wire.join(bytes, Wire.bytes(each)), most - 1));
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
