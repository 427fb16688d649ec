package dev.parley.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * The buffers of one I/O thread. All connections of the thread share them, so that an idle
 * connection occupies no buffer.
 *
 * <p>No content survives the handling of one event: incomplete input is copied by the decoder, and
 * unwritten output stays in the send queue.
 */
final class IoBuffers {
  /** A burst of messages fits in, so that it takes one read and one write. */
  static final int SIZE = 128 * 1024;

  private static final ThreadLocal<IoBuffers> OF_THIS_THREAD =
      ThreadLocal.withInitial(IoBuffers::new);

  /** Direct, because the JDK copies through a temporary direct buffer otherwise. */
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(SIZE);

  /** The bytes of the last read, as an array, because decoding an array is faster. */
  final byte[] decodeBuffer = new byte[FrameDecoder.HEADROOM + SIZE];

  /** Gathers the frames of one write; direct for the same reason. */
  final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(SIZE);

  private IoBuffers() {}

  /**
   * Reads once, into {@link #decodeBuffer} from {@link FrameDecoder#HEADROOM} on. Returns the
   * number of bytes, 0 if there are none yet, -1 at the end of the stream.
   */
  int read(ConduitStreamSourceChannel source) throws IOException {
    int length = source.read(readBuffer.clear());
    if (length > 0) {
      readBuffer.flip().get(decodeBuffer, FrameDecoder.HEADROOM, length);
    }
    return length;
  }

  static IoBuffers ofThisThread() {
    return OF_THIS_THREAD.get();
  }
}
