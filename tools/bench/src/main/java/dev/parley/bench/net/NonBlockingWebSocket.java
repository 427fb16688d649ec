package dev.parley.bench.net;

import dev.parley.client.ClientHandshake;
import dev.parley.client.FrameCodec;
import dev.parley.client.MessageDecoder;
import dev.parley.client.Opcode;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One WebSocket of an {@link EventLoop}. Messages are written at the end of an iteration. */
public final class NonBlockingWebSocket implements MessageDecoder.Handler {
  /** The longest frame or message that it accepts, which no measured server exceeds. */
  static final int MAX_PAYLOAD = 1 << 18;

  private static final byte[] NORMAL_CLOSURE = {0x03, (byte) 0xE8}; // 1000
  private static final int CODE_BYTES = 2;

  private final EventLoop loop;
  private final SocketChannel socket;
  private final SelectionKey key;
  private final Transport transport;
  private final byte[] request;
  private final Listener listener;
  private final MessageDecoder decoder = new MessageDecoder(MAX_PAYLOAD, this);
  private State state = State.CONNECTING;
  private @Nullable ByteBuffer unsent;
  private @Nullable ByteBuffer incomplete; // the beginning of a frame or of the response
  private boolean awaitsFlush;

  private enum State {
    CONNECTING,
    UPGRADING,
    OPEN,
    CLOSING,
    CLOSED
  }

  /** Receives the events of a connection. */
  public interface Listener {
    /** The opening handshake has succeeded. */
    void opened() throws IOException;

    /** A message, whose bytes are valid until the method returns. */
    void received(byte[] bytes, int from, int to) throws IOException;

    /** The connection has ended; {@code fault} is null if this side closed it. */
    void closed(@Nullable String fault);
  }

  NonBlockingWebSocket(
      EventLoop loop,
      SocketChannel socket,
      SelectionKey key,
      Transport transport,
      byte[] request,
      Listener listener) {
    this.loop = loop;
    this.socket = socket;
    this.key = key;
    this.transport = transport;
    this.request = request;
    this.listener = listener;
  }

  public void send(byte[] text, int length) {
    if (state == State.OPEN) {
      writeFrame(Opcode.TEXT, text, length);
    }
  }

  public void send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(bytes, bytes.length);
  }

  /** How many bytes the socket has not accepted yet. */
  public int unsentBytes() {
    return unsent == null ? 0 : unsent.position();
  }

  /** Sends a close frame. */
  public void close() {
    if (state == State.OPEN) {
      writeFrame(Opcode.CLOSE, NORMAL_CLOSURE, NORMAL_CLOSURE.length);
      state = State.CLOSING;
    }
  }

  /** Ends the connection without a close frame. */
  public void abort() {
    end(null);
  }

  private void writeFrame(int opcode, byte[] payload, int length) {
    FrameCodec.encode(
        unsentWithRoom(length + FrameCodec.MAX_HEADER_BYTES),
        Opcode.FIN | opcode,
        payload,
        length,
        ThreadLocalRandom.current().nextInt());
  }

  private ByteBuffer unsentWithRoom(int bytes) {
    ByteBuffer buffer =
        unsent == null ? loop.buffers().take(bytes) : loop.buffers().withRoom(unsent, bytes);
    unsent = buffer;
    if (!awaitsFlush) {
      awaitsFlush = true;
      loop.flushLater(this);
    }
    return buffer;
  }

  void connect(SocketAddress server) {
    try {
      if (socket.connect(server)) {
        upgrade();
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Handles the operations that the selector has found ready. */
  void ready() {
    if (state == State.CLOSED) {
      return;
    }
    try {
      if (key.isConnectable() && socket.finishConnect()) {
        upgrade();
      }
      if (state != State.CLOSED && key.isReadable()) {
        read();
      }
      if (state != State.CLOSED && key.isWritable()) {
        flush();
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void upgrade() {
    key.interestOps(SelectionKey.OP_READ);
    unsentWithRoom(request.length).put(request);
    state = State.UPGRADING;
  }

  private void read() throws IOException {
    ByteBuffer input = loop.input().clear();
    if (incomplete != null) {
      input.put(incomplete.flip());
    }
    int count = transport.read(input);
    loop.updateTime();
    if (count < 0) {
      end(state == State.CLOSING ? null : "the server ended the connection");
      return;
    }
    keepIncomplete(decode(loop.input().array(), input.position()), input.position());
    if (unsent != null && !awaitsFlush) {
      flush(); // TLS may have waited for the bytes that have arrived
    }
  }

  /** The index of the first byte that is not decoded. */
  private int decode(byte[] bytes, int to) throws IOException {
    int from = 0;
    if (state == State.UPGRADING) {
      from = ClientHandshake.responseEnd(bytes, 0, to);
      if (from == 0) {
        return 0;
      }
      state = State.OPEN;
      listener.opened();
    }
    return FrameCodec.decode(bytes, from, to, MAX_PAYLOAD, decoder);
  }

  private void keepIncomplete(int from, int to) {
    incomplete = release(incomplete);
    int count = to - from;
    if (count > 0 && state != State.CLOSED) {
      incomplete = loop.buffers().take(count).put(loop.input().array(), from, count);
    }
  }

  @Override
  public void message(byte[] bytes, int from, int to) throws IOException {
    if (state == State.OPEN) {
      listener.received(bytes, from, to);
    }
  }

  @Override
  public void control(int opcode, byte[] bytes, int from, int to) {
    if (opcode == Opcode.PING && state == State.OPEN) {
      writeFrame(Opcode.PONG, Arrays.copyOfRange(bytes, from, to), to - from);
    } else if (opcode == Opcode.CLOSE) {
      end(
          state == State.CLOSING
              ? null
              : "the server closed the connection with " + closeReason(bytes, from, to));
    }
  }

  private static String closeReason(byte[] bytes, int from, int to) {
    if (to - from < CODE_BYTES) {
      return "no code";
    }
    ByteBuffer payload = ByteBuffer.wrap(bytes, from, to - from);
    int code = payload.getShort() & 0xFFFF;
    return (code + " " + StandardCharsets.UTF_8.decode(payload)).strip();
  }

  /** Writes as many unsent bytes as the socket accepts. */
  void flush() {
    awaitsFlush = false;
    if (unsent == null || state == State.CLOSED) {
      return;
    }
    try {
      transport.write(unsent.flip());
    } catch (IOException e) {
      fail(e);
      return;
    }
    if (unsent.compact().position() == 0) {
      unsent = release(unsent);
    }
    int operations = SelectionKey.OP_READ | (transport.isBlocked() ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != operations) {
      key.interestOps(operations);
    }
  }

  private void fail(IOException e) {
    String message = e.getMessage();
    end(state == State.CLOSING ? null : message == null ? e.toString() : message);
  }

  private void end(@Nullable String fault) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    loop.ended();
    unsent = release(unsent);
    incomplete = release(incomplete);
    try {
      socket.close();
    } catch (IOException _) {
      // it has ended in any case
    }
    listener.closed(fault);
  }

  private @Nullable ByteBuffer release(@Nullable ByteBuffer buffer) {
    if (buffer != null) {
      loop.buffers().release(buffer);
    }
    return null;
  }
}
