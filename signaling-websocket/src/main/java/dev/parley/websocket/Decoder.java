package dev.parley.websocket;

import java.util.Arrays;

/**
 * Makes messages of bytes, however they are cut (RFC 6455 sections 5 and 8.1).
 *
 * <p>Payloads are unmasked and checked where they were read, and as soon as they have come. What is
 * kept until the next read is the bytes of a message that is not whole, and of a head or a control
 * frame that is not.
 */
final class Decoder {
  private static final byte[] NOTHING = {};
  private static final int INCOMPLETE = -1;

  /**
   * In one read: a peer with something to say sends some, one that wants to keep us busy fills it.
   */
  private static final int MOST_CONTROL_FRAMES = 4_096;

  /** How many bytes before those that were read it may use, to put back what it has kept. */
  static final int HEADROOM = Head.SHORTEST + Mask.BYTES + Head.LONGEST_CONTROL_PAYLOAD;

  private final Message message;
  private final Frames frames;
  private byte[] kept = NOTHING;
  private int remaining; // of the payload of a data frame whose head has come
  private int mask;
  private boolean ends; // whether that frame is the message's last
  private boolean closed;
  private int controlFrames; // in what was read last

  Decoder(Limits limits, Quota quota, Frames frames) {
    this.message = new Message(limits, quota);
    this.frames = frames;
  }

  /** Decodes what was read; the array is written to, from {@link #HEADROOM} before it on. */
  void decode(byte[] bytes, int from, int to) throws Violation {
    controlFrames = 0;
    int at = from - kept.length;
    System.arraycopy(kept, 0, bytes, at, kept.length);
    kept = NOTHING;
    while (at < to && !closed) {
      int next = remaining > 0 ? payload(bytes, at, to) : frame(bytes, at, to);
      if (next == INCOMPLETE) {
        kept = Arrays.copyOfRange(bytes, at, to);
        return;
      }
      at = next;
    }
  }

  /** Nothing more comes: what is kept of a message is let go. */
  void end() {
    closed = true;
    message.drop();
  }

  private int frame(byte[] bytes, int at, int to) throws Violation {
    if (to - at < Head.SHORTEST) {
      return INCOMPLETE;
    }
    int first = bytes[at];
    Head.check(first, bytes[at + 1]);
    int begin = at + Head.size(bytes[at + 1]);
    if (begin > to) {
      return INCOMPLETE;
    }
    long length = Head.length(bytes, at);
    mask = Mask.read(bytes, begin - Mask.BYTES);
    int opcode = Head.opcode(first);
    if (Opcode.isControl(opcode)) {
      int end = begin + (int) length;
      return end > to ? INCOMPLETE : control(opcode, bytes, begin, end);
    }
    message.frame(opcode, length);
    remaining = (int) length;
    ends = Head.isFinal(first);
    return payload(bytes, begin, to);
  }

  private int payload(byte[] bytes, int at, int to) throws Violation {
    int end = at + Math.min(to - at, remaining);
    boolean ascii = Mask.remove(mask, bytes, at, end);
    mask = Mask.after(mask, end - at);
    remaining -= end - at;
    message.check(ascii, bytes, at, end);
    if (ends && remaining == 0) {
      message.end(bytes, at, end, frames);
    } else {
      message.keep(bytes, at, end);
    }
    return end;
  }

  /** The number of the message that has come in part, {@link WebSocket#NO_MESSAGE} if none has. */
  long messageInParts() {
    return message.inParts();
  }

  private int control(int opcode, byte[] bytes, int begin, int end) throws Violation {
    if (++controlFrames > MOST_CONTROL_FRAMES) {
      throw Violation.tooManyControlFrames();
    }
    boolean ascii = Mask.remove(mask, bytes, begin, end);
    if (opcode == Opcode.PING) {
      frames.ping(Arrays.copyOfRange(bytes, begin, end));
    } else if (opcode == Opcode.CLOSE) {
      closed = true;
      frames.close(closeCode(ascii, bytes, begin, end));
    }
    return end; // a pong is a sign of life, as is all that comes
  }

  private static int closeCode(boolean ascii, byte[] bytes, int begin, int end) throws Violation {
    if (begin == end) {
      return CloseCodes.NONE;
    }
    if (end - begin == 1) {
      throw Violation.protocol("a close code has two bytes");
    }
    int code = (bytes[begin] & 0xFF) << 8 | (bytes[begin + 1] & 0xFF);
    if (!CloseCodes.mayBeSent(code)) {
      throw Violation.protocol("this close code does not go over the wire");
    }
    if (!ascii && Utf8.check(Utf8.BOUNDARY, bytes, begin + 2, end) != Utf8.BOUNDARY) {
      throw Violation.notUtf8();
    }
    return code;
  }
}
