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

/**
 * A WebSocket client that can break every rule: it sends arbitrary bytes, and reads frames as they
 * are on the wire. Reads time out after a minute, which fails the test.
 */
final class TestClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** A frame as it was received; {@code first} is its first byte. */
  record Frame(int first, ByteBuffer payload) {

    int opcode() {
      return first & 0x0F;
    }
  }

  /** Connects, and sends the bytes together with the upgrade request. */
  TestClient(TestServer server, byte[]... together) throws IOException {
    this(
        server.isSecure()
            ? TestCertificate.clientContext().getSocketFactory().createSocket()
            : new Socket(),
        server.port(),
        together);
  }

  private TestClient(Socket socket, int port, byte[]... together) throws IOException {
    this.socket = socket;
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
    byte[] request =
        ClientFrames.utf8(
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
    send(request, ClientFrames.join(together));
    assertThat(responseHead()).startsWith("HTTP/1.1 101 ");
  }

  private String responseHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** Sends all parts in one write. */
  void send(byte[]... parts) throws IOException {
    out.write(ClientFrames.join(parts));
    out.flush();
  }

  /** Reads the next frame of any kind. */
  Frame nextFrame() throws IOException {
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

  /** The next frame is unfragmented, and has this opcode and payload. */
  void expectFrame(int opcode, byte[] payload) throws IOException {
    Frame frame = nextFrame();
    assertThat(frame.first()).isEqualTo(ClientFrames.FIN | opcode);
    assertThat(frame.payload().array()).isEqualTo(payload);
  }

  void expectText(String text) throws IOException {
    expectFrame(Opcode.TEXT, ClientFrames.utf8(text));
  }

  /** The server sends a close frame with this code, and is the first to close the connection. */
  void expectClose(int code) throws IOException {
    expectFrame(Opcode.CLOSE, ClientFrames.bytes(code >> 8, code));
    expectEnd();
  }

  /** The server closes like that after any number of other frames, with any valid code. */
  void expectAnyClose() throws IOException {
    Frame frame = nextFrame();
    while (frame.opcode() != Opcode.CLOSE) {
      frame = nextFrame();
    }
    if (frame.payload().hasRemaining()) {
      assertThat(CloseCodes.mayBeSent(frame.payload().getShort() & 0xFFFF)).isTrue();
    }
    expectEnd();
  }

  /** The stream ends in an orderly way, without another byte. */
  void expectEnd() throws IOException {
    assertThat(in.read()).isEqualTo(-1);
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Resets the connection. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Waits until the connection has ended or is reset, after any number of bytes. */
  void awaitDisconnect() throws IOException {
    try {
      while (in.read() >= 0) {
        // bytes that were sent before
      }
    } catch (SocketException e) {
      // reset
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
