package dev.parley.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection of HTTP/1.1, without any of the repairs that a library makes behind one's back.
 */
public final class HttpConnection implements AutoCloseable {
  private static final int MAX_HEAD = 16_384;

  private final Socket socket;
  private final InputStream in;
  private final String host;
  private boolean usable = true;

  /** The head of an answer, and its body yet to be read. */
  public record Answer(int status, Map<String, String> headers, InputStream body) {

    /** All of the body, or an exception if it was cut. */
    public String text() throws IOException {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  /** Connects; whatever is read must come within the given time. */
  public HttpConnection(Route route, int patienceMillis) throws IOException {
    this.host = route.host();
    this.socket = route.connect(patienceMillis);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public Socket socket() {
    return socket;
  }

  public InputStream in() {
    return in;
  }

  /** Whether another request may be sent on it. */
  public boolean isUsable() {
    return usable && !socket.isClosed();
  }

  public void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /** Sends a request, with headers that each have their line end, and reads the answer's head. */
  public Answer request(String method, String path, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String length = bytes.length == 0 ? "" : "Content-Length: %d\r\n".formatted(bytes.length);
    String head =
        "%s %s HTTP/1.1\r\nHost: %s\r\n%s%s\r\n".formatted(method, path, host, headers, length);
    send((head + body).getBytes(UTF_8));
    return answer();
  }

  /** Sends bytes as they are, which may be a request, a part of one, or none. */
  public void send(byte[] bytes) throws IOException {
    usable = false;
    socket.getOutputStream().write(bytes);
  }

  /** Reads the head of the next answer. */
  public Answer answer() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.1 ")) {
      throw new IOException("no answer of HTTP/1.1: " + status);
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    usable = !"close".equalsIgnoreCase(headers.get("connection"));
    return new Answer(Integer.parseInt(status.substring(9, 12)), headers, body(headers));
  }

  private InputStream body(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return new ChunkedBody(in);
    }
    if (!usable && !headers.containsKey("content-length")) {
      return in; // to the end of the connection
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] all = in.readNBytes(length);
    if (all.length < length) {
      throw new EOFException("cut within a body, after %d of %d".formatted(all.length, length));
    }
    return new ByteArrayInputStream(all);
  }

  private String line() throws IOException {
    return line(in);
  }

  /** A line that ends with CR and LF, without them. */
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > MAX_HEAD) {
        throw new EOFException("cut within a head, after \"" + line + "\"");
      }
      line.append((char) c);
    }
    int end = line.length() - 1;
    if (end < 0 || line.charAt(end) != '\r') {
      throw new IOException("a line that does not end as it should: " + line);
    }
    return new String(line.substring(0, end).getBytes(ISO_8859_1), UTF_8);
  }

  @Override
  public void close() {
    usable = false;
    try {
      socket.close();
    } catch (IOException e) {
      // it has ended already
    }
  }
}
