package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP/1.1 connection on a plain socket. Unlike an HTTP library, it never repeats a request or
 * opens a second connection, so a caller sees each fault. Blocking; for one thread at a time,
 * except {@link #close}, which ends a read on another thread.
 */
public final class HttpConnection implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor TIMER =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("write-timeout-", 0).factory());

  static {
    TIMER.setRemoveOnCancelPolicy(true);
  }

  private final Socket socket;
  private final InputStream in;
  private final String host;
  private boolean usable = true;
  private volatile Duration writeTimeout = Duration.ZERO; // none

  /**
   * A response whose body has not been read yet.
   *
   * @param headers by their names in lower case
   */
  public record Response(int status, Map<String, String> headers, InputStream body) {

    /** Reads the whole body, and throws an exception if the connection ends within it. */
    public String text() throws IOException {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  /** Connects. */
  public HttpConnection(Endpoint endpoint, int readTimeoutMillis) throws IOException {
    this(endpoint.connect(readTimeoutMillis), endpoint.host());
  }

  /** Uses a connected socket, for instance one with TLS. */
  public HttpConnection(Socket connected, String host) throws IOException {
    this.host = host;
    this.socket = connected;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public Socket socket() {
    return socket;
  }

  /** The bytes after those read so far. */
  public InputStream in() {
    return in;
  }

  /** Whether another request may be sent on this connection. */
  public boolean isUsable() {
    return usable && !socket.isClosed();
  }

  public void readTimeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /** Sends a request, with header lines that each end with CR LF, and reads the response's head. */
  public Response request(String method, String path, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String length = bytes.length == 0 ? "" : "Content-Length: %d\r\n".formatted(bytes.length);
    String head =
        "%s %s HTTP/1.1\r\nHost: %s\r\n%s%s\r\n".formatted(method, path, host, headers, length);
    send((head + body).getBytes(UTF_8));
    return response();
  }

  /**
   * Closes the connection if a write takes longer, so that a peer that does not read cannot block
   * the sender forever. Sockets themselves have no such timeout.
   */
  public void writeTimeout(Duration timeout) {
    writeTimeout = timeout;
  }

  /** Sends bytes as they are: a request, a part of one, or anything else. */
  public void send(byte[] bytes) throws IOException {
    usable = false;
    if (writeTimeout.isZero()) {
      socket.getOutputStream().write(bytes);
      return;
    }
    // On a thread of its own, since the close of a TLS connection may block, too.
    Future<?> cut =
        TIMER.schedule(
            () -> Thread.startVirtualThread(this::close),
            writeTimeout.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      socket.getOutputStream().write(bytes);
    } finally {
      cut.cancel(false);
    }
  }

  /** Reads the head of the next response. A body with a declared length is read at once. */
  public Response response() throws IOException {
    HttpHead head = HttpHead.read(in);
    int status = head.status();
    usable = !head.closesConnection();
    return new Response(status, head.headers(), body(head.headers()));
  }

  private InputStream body(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return new ChunkedBody(in);
    }
    if (!usable && !headers.containsKey("content-length")) {
      return in; // to the end of the connection
    }
    int length = length(headers.getOrDefault("content-length", "0"));
    byte[] all = in.readNBytes(length);
    if (all.length < length) {
      throw new EOFException(
          "the connection ended within a body, after %d of %d bytes".formatted(all.length, length));
    }
    return new ByteArrayInputStream(all);
  }

  private static int length(String contentLength) throws ProtocolException {
    if (!contentLength.matches("\\d{1,9}")) {
      throw new ProtocolException("Content-Length: " + contentLength);
    }
    return Integer.parseInt(contentLength);
  }

  @Override
  public void close() {
    usable = false;
    try {
      socket.close();
    } catch (IOException _) {
      // closed already
    }
  }
}
