package dev.parley.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A WebSocket client that can do everything wrong, byte by byte. */
final class RawWebSocket implements AutoCloseable {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;
  static final int FIN = 0x80;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int[] MASK = {0x12, 0x34, 0x56, 0x78};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final String response;

  /** A frame as it came. */
  record Frame(int opcode, ByteBuffer payload) {

    String text() {
      return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    int closeCode() {
      return payload.duplicate().getShort() & 0xFFFF;
    }
  }

  /** Asks for an upgrade; the headers, each with its line end, come beside those that must be. */
  RawWebSocket(int port, String path, String headers) throws IOException {
    this(connection(port), upgrade(port, path, headers));
  }

  /** Sends this instead of a well-formed request. */
  RawWebSocket(int port, String request) throws IOException {
    this(connection(port), request);
  }

  /** The same, with these bytes behind it. */
  static RawWebSocket over(Socket connected, String room, String more) throws IOException {
    return new RawWebSocket(
        connected, upgrade(connected.getPort(), "/v1/rooms/" + room, "") + more);
  }

  /** Asks for an upgrade over this connection. */
  static RawWebSocket over(Socket connected, String room) throws IOException {
    return new RawWebSocket(connected, upgrade(connected.getPort(), "/v1/rooms/" + room, ""));
  }

  private RawWebSocket(Socket connected, String request) throws IOException {
    socket = connected;
    socket.setSoTimeout((int) PATIENCE.toMillis());
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    response = readHead();
  }

  private static Socket connection(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static String upgrade(int port, String path, String headers) {
    return """
    GET %s HTTP/1.1\r
    Host: localhost:%d\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    Sec-WebSocket-Version: 13\r
    %s\r
    """
        .formatted(path, port, headers);
  }

  /** What follows the head of an answer that is no upgrade, up to the end of the connection. */
  String body() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The status of the answer to the upgrade. */
  int status() {
    return Integer.parseInt(response.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  /** The head of the answer to the upgrade. */
  String response() {
    return response;
  }

  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  void say(String text) throws IOException {
    frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a frame, masked as RFC 6455 section 5.3 wants it. */
  void frame(int first, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(head(first, 0x80, payload.length));
    for (int key : MASK) {
      frame.write(key);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i % MASK.length]);
    }
    out.write(frame.toByteArray());
  }

  /** The first bytes of a frame that declares this length. */
  static byte[] head(int first, int masked, long length) {
    ByteBuffer head = ByteBuffer.allocate(10).put((byte) first);
    if (length < 126) {
      head.put((byte) (masked | length));
    } else if (length < 65_536) {
      head.put((byte) (masked | 126)).putShort((short) length);
    } else {
      head.put((byte) (masked | 127)).putLong(length);
    }
    byte[] bytes = new byte[head.flip().remaining()];
    head.get(bytes);
    return bytes;
  }

  void bytes(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** The next frame, whatever it is. */
  Frame next() throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    return new Frame(first & 0x0F, ByteBuffer.wrap(in.readNBytes(length)));
  }

  /** The code that the server closes with, after whatever else it says. */
  int closeCode() throws IOException {
    Frame frame = next();
    while (frame.opcode() != CLOSE) {
      frame = next();
    }
    return frame.closeCode();
  }

  /** Whether the server ends the connection, after whatever else it says. */
  boolean ends() throws IOException {
    try {
      while (in.read() >= 0) {
        // what is still on its way
      }
      return true;
    } catch (java.net.SocketException e) {
      return true; // reset, because it had not read all
    }
  }

  /** Ends it at once, without a word. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
