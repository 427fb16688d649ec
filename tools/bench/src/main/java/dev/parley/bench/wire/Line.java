package dev.parley.bench.wire;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, as its client has it.
 *
 * <p>What is said goes out at the end of the loop's turn, all of it at once.
 */
public final class Line implements FrameReader.Receiver {
  private static final byte[] NORMAL = {0x03, (byte) 0xE8}; // 1000
  private static final int CODE_BYTES = 2;

  private final Loop loop;
  private final SocketChannel socket;
  private final SelectionKey key;
  private final Wire wire;
  private final byte[] request;
  private final Ears ears;
  private final FrameReader frames = new FrameReader();

  private State state = State.CONNECTING;
  private @Nullable ByteBuffer out; // what has yet to be sent
  private @Nullable ByteBuffer rest; // of what came, a frame that is not whole
  private boolean dirty;

  private enum State {
    CONNECTING,
    UPGRADING,
    OPEN,
    CLOSING,
    GONE
  }

  Line(Loop loop, SocketChannel socket, SelectionKey key, Wire wire, byte[] request, Ears ears) {
    this.loop = loop;
    this.socket = socket;
    this.key = key;
    this.wire = wire;
    this.request = request;
    this.ears = ears;
  }

  /** Says a text, which is of no use to the caller afterwards. */
  public void say(byte[] text, int length) {
    if (state == State.OPEN) {
      frame(Opcode.TEXT, text, length);
    }
  }

  public void say(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    say(bytes, bytes.length);
  }

  /** How many bytes the server has not taken yet. */
  public int unsent() {
    return out == null ? 0 : out.position();
  }

  public void hangUp() {
    if (state == State.OPEN) {
      frame(Opcode.CLOSE, NORMAL.clone(), NORMAL.length);
      state = State.CLOSING;
    }
  }

  /** Ends at once, without a word. */
  public void cut() {
    gone(null);
  }

  private void frame(int opcode, byte[] payload, int length) {
    FrameWriter.write(
        room(length + FrameWriter.MAX_HEADER), opcode, payload, length, loop.nextKey());
  }

  private ByteBuffer room(int bytes) {
    ByteBuffer buffer = out == null ? loop.buffers().take(bytes) : loop.buffers().grown(out, bytes);
    out = buffer;
    if (!dirty) {
      dirty = true;
      loop.toFlush(this);
    }
    return buffer;
  }

  void connect(SocketAddress server) {
    try {
      if (socket.connect(server)) {
        connected();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  /** The loop has found that something can be done. */
  void ready() {
    if (state == State.GONE) {
      return;
    }
    try {
      if (key.isConnectable() && socket.finishConnect()) {
        connected();
      }
      if (state != State.GONE && key.isReadable()) {
        read();
      }
      if (state != State.GONE && key.isWritable()) {
        flush();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void connected() {
    key.interestOps(SelectionKey.OP_READ);
    room(request.length).put(request);
    state = State.UPGRADING;
  }

  private void read() throws IOException {
    byte[] bytes = loop.inputBytes();
    ByteBuffer input = loop.input().clear();
    if (rest != null) {
      input.put(rest.flip());
    }
    int count = wire.read(input);
    loop.tellTime();
    if (count < 0) {
      gone(state == State.CLOSING ? null : "the server has cut the connection");
      return;
    }
    int end = input.position();
    keep(bytes, take(bytes, end), end);
    if (out != null && !dirty) {
      flush(); // TLS may have waited for what has come
    }
  }

  private int take(byte[] bytes, int to) throws IOException {
    int from = 0;
    if (state == State.UPGRADING) {
      from = Upgrade.read(bytes, 0, to);
      if (from == 0) {
        return 0;
      }
      state = State.OPEN;
      ears.connected();
    }
    return frames.read(bytes, from, to, this);
  }

  private void keep(byte[] bytes, int from, int to) {
    rest = givenBack(rest);
    int count = to - from;
    if (count > 0 && state != State.GONE) {
      rest = loop.buffers().take(count).put(bytes, from, count);
    }
  }

  @Override
  public void message(byte[] bytes, int from, int to) throws IOException {
    if (state == State.OPEN) {
      ears.heard(bytes, from, to);
    }
  }

  @Override
  public void control(int opcode, byte[] bytes, int from, int to) {
    if (opcode == Opcode.PING && state == State.OPEN) {
      frame(Opcode.PONG, Arrays.copyOfRange(bytes, from, to), to - from);
    } else if (opcode == Opcode.CLOSE) {
      gone(state == State.CLOSING ? null : "the server has closed with " + code(bytes, from, to));
    }
  }

  private static String code(byte[] bytes, int from, int to) {
    if (to - from < CODE_BYTES) {
      return "no code";
    }
    ByteBuffer payload = ByteBuffer.wrap(bytes, from, to - from);
    int code = payload.getShort() & 0xFFFF;
    return (code + " " + StandardCharsets.UTF_8.decode(payload)).strip();
  }

  /** Sends as much as goes. */
  void flush() {
    dirty = false;
    if (out == null || state == State.GONE) {
      return;
    }
    try {
      wire.write(out.flip());
    } catch (IOException e) {
      failed(e);
      return;
    }
    if (out.compact().position() == 0) {
      loop.buffers().giveBack(out);
      out = null;
    }
    int wanted = SelectionKey.OP_READ | (wire.isBlocked() ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  private void failed(IOException e) {
    String said = e.getMessage();
    gone(state == State.CLOSING ? null : said == null ? e.toString() : said);
  }

  private void gone(@Nullable String fault) {
    if (state == State.GONE) {
      return;
    }
    state = State.GONE;
    loop.ended();
    out = givenBack(out);
    rest = givenBack(rest);
    try {
      socket.close();
    } catch (IOException _) {
      // it is gone either way
    }
    ears.ended(fault);
  }

  private @Nullable ByteBuffer givenBack(@Nullable ByteBuffer buffer) {
    if (buffer != null) {
      loop.buffers().giveBack(buffer);
    }
    return null;
  }
}
