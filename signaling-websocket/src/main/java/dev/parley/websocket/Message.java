package dev.parley.websocket;

import java.util.Arrays;

/** The message that is coming, as far as it cannot be handed on where it was read. */
final class Message {
  private static final byte[] NOTHING = {};

  private final Limits limits;
  private final Quota quota;
  private byte[] bytes = NOTHING;
  private int size;
  private int opcode;
  private int fragments;
  private long ended; // messages
  private int utf8;

  Message(Limits limits, Quota quota) {
    this.limits = limits;
    this.quota = quota;
  }

  /** The number of the message that has come in part, {@link WebSocket#NO_MESSAGE} if none has. */
  long inParts() {
    return fragments > 0 ? ended : WebSocket.NO_MESSAGE;
  }

  /** Takes note of a frame of so many bytes, before they come. */
  void frame(int frameOpcode, long length) throws Violation {
    if ((frameOpcode == Opcode.CONTINUATION) != (fragments > 0)) {
      throw Violation.protocol(
          "a message ends before the next begins, and begins before it goes on");
    }
    if (length > limits.messageBytes() - size) {
      throw Violation.tooBig();
    }
    if (fragments == limits.fragments()) {
      throw Violation.tooManyFragments();
    }
    if (fragments++ == 0) {
      opcode = frameOpcode;
    }
  }

  /** Checks unmasked bytes of it, as soon as they have come. */
  void check(boolean ascii, byte[] from, int at, int to) throws Violation {
    if (opcode != Opcode.TEXT || (ascii && utf8 == Utf8.BOUNDARY)) {
      return;
    }
    utf8 = Utf8.check(utf8, from, at, to);
    if (utf8 == Utf8.INVALID) {
      throw Violation.notUtf8();
    }
  }

  /** Keeps bytes of which more are to come; room is made for those that are here, not promised. */
  void keep(byte[] from, int at, int to) throws Violation {
    int needed = size + to - at;
    if (needed > bytes.length) {
      int roomy = (int) Math.min(2L * bytes.length, limits.messageBytes());
      grow(Math.max(needed, roomy));
    }
    System.arraycopy(from, at, bytes, size, to - at);
    size = needed;
  }

  /** Both arrays are there for a moment. */
  private void grow(int capacity) throws Violation {
    if (!quota.tryTake(capacity)) {
      throw Violation.noRoom();
    }
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, capacity);
    quota.giveBack(before);
  }

  /** Nothing of it is kept any more. */
  void drop() {
    quota.giveBack(bytes.length);
    bytes = NOTHING;
    size = 0;
  }

  /** Hands on the whole message, of which these are the last bytes. */
  void end(byte[] from, int at, int to, Frames frames) throws Violation {
    if (utf8 != Utf8.BOUNDARY) {
      throw Violation.notUtf8();
    }
    byte[] whole = from;
    int offset = at;
    int length = to - at;
    boolean kept = size > 0;
    if (kept) {
      keep(from, at, to);
      whole = bytes;
      offset = 0;
      length = size;
    }
    fragments = 0;
    ended++;
    if (opcode == Opcode.TEXT) {
      frames.text(whole, offset, length);
    } else {
      frames.binary(whole, offset, length);
    }
    if (kept) {
      drop();
    }
  }
}
