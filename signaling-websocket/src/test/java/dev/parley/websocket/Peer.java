package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A client that sends what it likes, and reads what the server really says. */
final class Peer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** A frame as it came. */
  record Frame(int first, ByteBuffer payload) {

    int opcode() {
      return first & 0x0F;
    }
  }

  /** Connects, and sends the bytes in one packet with the request to upgrade. */
  Peer(WebSocketServer server, byte[]... together) throws IOException {
    this(
        server.isSecure() ? Certificate.trusting().getSocketFactory().createSocket() : new Socket(),
        server.port(),
        together);
  }

  private Peer(Socket socket, int port, byte[]... together) throws IOException {
    this.socket = socket;
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
    byte[] request =
        Wire.utf8(
            """
            GET / HTTP/1.1\r
            Host: localhost:%d\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r
            """
                .formatted(port));
    send(request, Wire.join(together));
    assertThat(head()).startsWith("HTTP/1.1 101 ");
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** Sends all of it at once. */
  void send(byte[]... parts) throws IOException {
    out.write(Wire.join(parts));
    out.flush();
  }

  /** The next frame, whatever it is. */
  Frame next() throws IOException {
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new Frame(first, ByteBuffer.wrap(payload));
  }

  void hears(int opcode, byte[] payload) throws IOException {
    Frame frame = next();
    assertThat(frame.first()).isEqualTo(Wire.FIN | opcode);
    assertThat(frame.payload().array()).isEqualTo(payload);
  }

  void hears(String text) throws IOException {
    hears(Opcode.TEXT, Wire.utf8(text));
  }

  /** The server closes with this code, and then ends the connection, which it does first. */
  void hearsClose(int code) throws IOException {
    hears(Opcode.CLOSE, Wire.bytes(code >> 8, code));
    hearsTheEnd();
  }

  /** The server closes, after whatever else and with whatever code that it may use. */
  void hearsAnyClose() throws IOException {
    Frame frame = next();
    while (frame.opcode() != Opcode.CLOSE) {
      frame = next();
    }
    if (frame.payload().hasRemaining()) {
      assertThat(CloseCodes.mayBeSent(frame.payload().getShort() & 0xFFFF)).isTrue();
    }
    hearsTheEnd();
  }

  void hearsTheEnd() throws IOException {
    assertThat(in.read()).isEqualTo(-1);
  }

  void endsItsDirection() throws IOException {
    socket.shutdownOutput();
  }

  /** The connection is reset. */
  void breaks() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Whether the connection ends in whatever way, after whatever else. */
  boolean ends() throws IOException {
    try {
      while (in.read() >= 0) {
        // what is still on its way
      }
      return true;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
