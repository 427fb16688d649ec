package dev.parley.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** One WebSocket (RFC 6455) on a socket of its own. */
public final class WebSocketConnection implements AutoCloseable {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int OPCODE = 0x0F;
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;
  private static final int MAX_LENGTH = 1 << 24;
  private static final int[] MASK = {0x3A, 0x91, 0x5C, 0xE7};
  private static final int NO_CODE = 1005;

  private final HttpConnection http;
  private final DataInputStream in;

  /** The server has closed it, and said why. */
  public static final class Closed extends IOException {
    private static final long serialVersionUID = 1;

    private final int code;

    Closed(int code) {
      super("closed with " + code);
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  /** The server has refused the upgrade. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, String> headers;

    Refused(HttpConnection.Answer answer, String text) {
      super("not let in: " + answer.status() + " " + text);
      this.status = answer.status();
      this.headers = answer.headers();
    }

    public int status() {
      return status;
    }

    /** The response headers, by their names in lower case. */
    public Map<String, String> headers() {
      return headers;
    }
  }

  /** Upgrades a connection, which it closes if that is refused. */
  public WebSocketConnection(HttpConnection http, String path) throws IOException {
    this.http = http;
    this.in = new DataInputStream(http.in());
    try {
      upgrade(path);
    } catch (IOException e) {
      http.close();
      throw e;
    }
  }

  private void upgrade(String path) throws IOException {
    String headers =
        """
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Protocol: signaling.v1\r
        """;
    HttpConnection.Answer answer = http.request("GET", path, headers, "");
    if (answer.status() != SWITCHING_PROTOCOLS) {
      throw new Refused(answer, answer.text());
    }
  }

  public void patience(int millis) throws IOException {
    http.patience(millis);
  }

  public void send(String text) throws IOException {
    send(frame(FIN | TEXT, text.getBytes(UTF_8)));
  }

  /** Sends bytes as they are, which may be frames or parts of frames. */
  public synchronized void send(byte[] bytes) throws IOException {
    http.send(bytes);
  }

  /** A masked frame that begins with the given byte: FIN, the reserved bits and the opcode. */
  public static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
    if (payload.length < SHORT_LENGTH) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) (MASKED | SHORT_LENGTH)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | LONG_LENGTH)).putLong(payload.length);
    }
    for (int key : MASK) {
      frame.put((byte) key);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /** The next message, once it is there as a whole. */
  public String receive() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (true) {
      int first = in.readUnsignedByte();
      byte[] payload = payload();
      switch (first & OPCODE) {
        case TEXT, CONTINUATION -> {
          message.writeBytes(payload);
          if ((first & FIN) != 0) {
            return message.toString(UTF_8);
          }
        }
        case PING -> send(frame(FIN | PONG, payload));
        case PONG -> {}
        case CLOSE ->
            throw new Closed(
                payload.length < 2 ? NO_CODE : ByteBuffer.wrap(payload).getShort() & 0xFFFF);
        default -> throw new Violation(Violation.Kind.WRONG, "a frame that begins with " + first);
      }
    }
  }

  private byte[] payload() throws IOException {
    int length = in.readUnsignedByte();
    if (length == SHORT_LENGTH) {
      length = in.readUnsignedShort();
    } else if (length == LONG_LENGTH) {
      length = (int) Math.min(in.readLong(), Integer.MAX_VALUE);
    }
    if (length > MAX_LENGTH) {
      throw new Violation(Violation.Kind.WRONG, "a frame of " + length + " bytes");
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  @Override
  public void close() {
    http.close();
  }
}
