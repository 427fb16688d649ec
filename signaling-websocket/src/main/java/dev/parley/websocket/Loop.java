package dev.parley.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** The buffers of one I/O thread, which all its connections share: an idle one has none. */
final class Loop {
  /** A burst of messages fits, so that it takes one read, and one write. */
  static final int BYTES = 128 * 1024;

  private static final ThreadLocal<Loop> OF_THIS_THREAD = ThreadLocal.withInitial(Loop::new);

  /** To read into, outside the heap: the kernel does not reach into it. */
  private final ByteBuffer in = ByteBuffer.allocateDirect(BYTES);

  /** To decode in. */
  final byte[] bytes = new byte[Decoder.HEADROOM + BYTES];

  /** To gather in what is written. */
  final ByteBuffer out = ByteBuffer.allocateDirect(BYTES);

  private Loop() {}

  /** Reads once, into {@link #bytes} behind the headroom. Returns how much, -1 at the end. */
  int read(ConduitStreamSourceChannel source) throws IOException {
    int length = source.read(in.clear());
    if (length > 0) {
      in.flip().get(bytes, Decoder.HEADROOM, length);
    }
    return length;
  }

  static Loop ofThisThread() {
    return OF_THIS_THREAD.get();
  }
}
