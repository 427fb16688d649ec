package dev.parley.server.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection to a server on the loopback address, on which a test sends and reads bytes as they
 * are: malformed requests, parts of requests, responses that nobody reads. Reads time out after a
 * minute.
 */
public final class RawHttpConnection implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 60_000;
  private static final int SMALL_BUFFER_BYTES = 4_096;
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

  private final Socket socket;

  private RawHttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
  }

  public static RawHttpConnection open(int port) throws IOException {
    return new RawHttpConnection(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Connects from another loopback address, like 127.0.0.2: to the server, another client. */
  public static RawHttpConnection openFrom(String localAddress, int port) throws IOException {
    return new RawHttpConnection(
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(localAddress), 0));
  }

  /** Connects with a small receive buffer, so that a client that does not read soon stalls. */
  public static RawHttpConnection openWithSmallBuffer(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER_BYTES); // TCP negotiates the window while connecting
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new RawHttpConnection(socket);
  }

  /** Sends bytes on a new connection, and returns everything until the server closes it. */
  public static String exchange(int port, String request) throws IOException {
    try (RawHttpConnection connection = open(port)) {
      return connection.send(request).readToEnd();
    }
  }

  /** Sends characters as one byte each. */
  public RawHttpConnection send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
    return this;
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** The next byte, or -1 at the end of the stream. */
  public int read() throws IOException {
    return in().read();
  }

  /** The head of the next response, with the empty line that ends it. */
  public String readHead() throws IOException {
    InputStream in = in();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended after \"" + head + "\"");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** The next response, with as much of a body as its Content-Length declares. */
  public String readResponse() throws IOException {
    String head = readHead();
    return head + readBody(head);
  }

  /** The body that the Content-Length in the head of a response declares. */
  String readBody(String head) throws IOException {
    Matcher length = CONTENT_LENGTH.matcher(head);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return new String(in().readNBytes(bytes), UTF_8);
  }

  /** Everything until the server closes the connection. */
  public String readToEnd() throws IOException {
    return new String(in().readAllBytes(), UTF_8);
  }

  /**
   * Waits until the server closes or resets the connection. Returns the characters before that. A
   * server that closes a connection on which bytes are unread resets it.
   */
  public String awaitDisconnect() throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      for (int next = read(); next >= 0; next = read()) {
        text.append((char) next);
      }
    } catch (SocketException e) {
      // reset
    }
    return text.toString();
  }

  public void readTimeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  Socket socket() {
    return socket;
  }

  /** Closes the connection with a reset, like a client that vanishes. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
