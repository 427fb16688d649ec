package dev.parley.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Makes messages of the frames of one connection: joins fragments, and checks their order. */
public final class MessageDecoder implements FrameCodec.Handler {
  private final int maxMessageBytes;
  private final Handler handler;
  private @Nullable ByteArrayOutputStream fragments;

  /** Receives messages and control frames, whose bytes are valid until the method returns. */
  public interface Handler {
    void message(byte[] bytes, int from, int to) throws IOException;

    /** A ping, a pong or a close. */
    void control(int opcode, byte[] bytes, int from, int to) throws IOException;
  }

  public MessageDecoder(int maxMessageBytes, Handler handler) {
    this.maxMessageBytes = maxMessageBytes;
    this.handler = handler;
  }

  /**
   * Takes the next frame.
   *
   * @throws ProtocolException if RFC 6455 does not allow it here
   */
  @Override
  public void frame(int first, byte[] bytes, int from, int to) throws IOException {
    boolean last = (first & Opcode.FIN) != 0;
    boolean continues = Opcode.of(first) == Opcode.CONTINUATION;
    if ((first & Opcode.RESERVED) != 0) {
      throw new ProtocolException("a frame with reserved bits");
    }
    if (Opcode.isControl(first)) {
      handler.control(Opcode.of(first), bytes, from, to);
    } else if (continues != (fragments != null)) {
      throw new ProtocolException("fragments out of order");
    } else if (last && !continues) {
      handler.message(bytes, from, to);
    } else {
      join(last, bytes, from, to);
    }
  }

  private void join(boolean last, byte[] bytes, int from, int to) throws IOException {
    ByteArrayOutputStream parts = fragments == null ? new ByteArrayOutputStream() : fragments;
    parts.write(bytes, from, to - from);
    if (parts.size() > maxMessageBytes) {
      throw new ProtocolException("a message over " + maxMessageBytes + " bytes");
    }
    fragments = last ? null : parts;
    if (last) {
      byte[] whole = parts.toByteArray();
      handler.message(whole, 0, whole.length);
    }
  }
}
