package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A blocking WebSocket on an {@link HttpConnection}: its client's end, or its server's for proxies.
 * One thread receives, any thread sends.
 */
public final class WebSocketConnection implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 1 << 24;

  /** Less from a client: a proxy keeps a message of each of its connections at the same time. */
  private static final int MAX_CLIENT_MESSAGE_BYTES = 1 << 20;

  private static final int INITIAL_BUFFER_BYTES = 1_024;
  private static final String SUBPROTOCOL = ClientHandshake.subprotocol("signaling.v1");

  private final HttpConnection http;
  private final boolean client;

  // Only touched by the thread that receives.
  private final Queue<Frame> frames = new ArrayDeque<>();
  private final MessageDecoder messages;
  private @Nullable String message;
  private byte[] buffer = new byte[INITIAL_BUFFER_BYTES];
  private int end; // of the bytes in the buffer, which begin an incomplete frame

  /** Upgrades a connection, offers {@code signaling.v1}, and closes it if the server refuses. */
  public WebSocketConnection(HttpConnection http, String path) throws IOException {
    this.http = http;
    this.client = true;
    this.messages = new MessageDecoder(maxMessageBytes(), new Received());
    try {
      ClientHandshake.check(http.request("GET", path, ClientHandshake.HEADERS + SUBPROTOCOL, ""));
    } catch (IOException e) {
      http.close();
      throw e;
    }
  }

  /** Uses a connection whose upgrade the caller has made. */
  public WebSocketConnection(HttpConnection upgraded) {
    this(upgraded, true);
  }

  private WebSocketConnection(HttpConnection upgraded, boolean client) {
    this.http = upgraded;
    this.client = client;
    this.messages = new MessageDecoder(maxMessageBytes(), new Received());
  }

  /** Accepts a client's request to upgrade, which has been read from the connection. */
  public static WebSocketConnection accept(HttpConnection http, HttpHead request)
      throws IOException {
    http.send(ClientHandshake.response(request));
    return new WebSocketConnection(http, false);
  }

  /** The maximal length of a received message. */
  public int maxMessageBytes() {
    return client ? MAX_MESSAGE_BYTES : MAX_CLIENT_MESSAGE_BYTES;
  }

  public void readTimeout(int millis) throws IOException {
    http.readTimeout(millis);
  }

  /** Sends a text message. */
  public void send(String text) throws IOException {
    send(frame(Opcode.FIN | Opcode.TEXT, text.getBytes(UTF_8)));
  }

  /** A frame as this end sends it, masked or not. */
  public byte[] frame(int first, byte[] payload) {
    return client ? FrameCodec.encode(first, payload) : FrameCodec.encodeUnmasked(first, payload);
  }

  /** Sends bytes as they are: frames, or parts of frames. */
  public synchronized void send(byte[] bytes) throws IOException {
    http.send(bytes);
  }

  /**
   * Waits for the next message. Pings that come before it are answered.
   *
   * @throws WebSocketClosedException if the other end closes the WebSocket
   * @throws java.net.ProtocolException if the other end violates RFC 6455
   */
  public String receive() throws IOException {
    message = null;
    while (message == null) {
      Frame frame = receiveFrame();
      messages.frame(frame.first(), frame.payload().array(), 0, frame.payload().remaining());
    }
    return message;
  }

  /** Waits for the next frame, whatever its kind, and answers no ping. */
  public Frame receiveFrame() throws IOException {
    while (frames.isEmpty()) {
      if (end == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * end);
      }
      int count = http.in().read(buffer, end, buffer.length - end);
      if (count < 0) {
        throw new EOFException("the connection ended without a close frame");
      }
      end += count;
      int rest = FrameCodec.decode(buffer, 0, end, maxMessageBytes(), !client, this::received);
      System.arraycopy(buffer, rest, buffer, 0, end - rest);
      end -= rest;
    }
    return frames.remove();
  }

  private void received(int first, byte[] bytes, int from, int to) {
    frames.add(new Frame(first, ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to))));
  }

  @Override
  public void close() {
    http.close();
  }

  private final class Received implements MessageDecoder.Handler {
    @Override
    public void message(byte[] bytes, int from, int to) {
      message = new String(bytes, from, to - from, UTF_8);
    }

    @Override
    public void control(int opcode, byte[] bytes, int from, int to) throws IOException {
      byte[] payload = Arrays.copyOfRange(bytes, from, to);
      if (opcode == Opcode.PING) {
        send(frame(Opcode.FIN | Opcode.PONG, payload));
      } else if (opcode == Opcode.CLOSE) {
        throw new WebSocketClosedException(new Frame(opcode, ByteBuffer.wrap(payload)).closeCode());
      }
    }
  }
}
