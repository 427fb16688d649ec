package dev.parley.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server at a URL, over WebSockets and in real time.
 *
 * <p>Uses the JDK's WebSockets rather than those of tools/client: scenarios need no raw frames, and
 * the JDK brings TLS.
 */
public final class RemoteServer implements ServerUnderTest, AutoCloseable {

  private static final String SUBPROTOCOL = "signaling.v1";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int SEND_TIMEOUT_SECONDS = 10;
  private static final int ABNORMAL_CLOSURE = 1006;

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  /** The server at a URL of http, https, ws or wss, with a path if it is served under one. */
  public RemoteServer(URI server) {
    if (server.getHost() == null || !server.toString().matches("(http|ws)s?://.*")) {
      throw new IllegalArgumentException(
          server + " is not the URL of a server: write one like https://call.example.org.");
    }
    this.base = server.toString().replaceFirst("^http", "ws").replaceFirst("/+$", "");
  }

  @Override
  public Connection connect(String room) throws IOException, InterruptedException {
    URI uri;
    try {
      uri = new URI(base + "/v1/rooms/" + room);
    } catch (URISyntaxException e) {
      throw new IOException("\"" + room + "\" is not the name of a room: a URL cannot hold it.", e);
    }
    RemoteConnection connection = new RemoteConnection();
    WebSocket socket = upgraded(uri, connection);
    if (!socket.getSubprotocol().equals(SUBPROTOCOL)) {
      socket.abort();
      throw new IOException(
          uri + " does not accept the subprotocol " + SUBPROTOCOL + ": is this a Parley server?");
    }
    connection.socket = socket;
    return connection;
  }

  private WebSocket upgraded(URI uri, WebSocket.Listener listener)
      throws IOException, InterruptedException {
    CompletableFuture<WebSocket> upgrade =
        client
            .newWebSocketBuilder()
            .subprotocols(SUBPROTOCOL)
            .connectTimeout(CONNECT_TIMEOUT)
            .buildAsync(uri, listener);
    try {
      // The timeout of the builder ends with the headers, before the body of a refusal.
      return upgrade.get(CONNECT_TIMEOUT.plusSeconds(1).toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      upgrade.cancel(true);
      throw new IOException(
          "No WebSocket at %s: the server does not complete its response.".formatted(uri), e);
    } catch (ExecutionException e) {
      throw new IOException(
          "No WebSocket at %s: %s".formatted(uri, ConnectionFailure.reason(e.getCause())), e);
    }
  }

  @Override
  public void advance(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** The listener comes before the socket, which may bring a message at once. */
  private static final class RemoteConnection implements Connection, WebSocket.Listener {
    private final ReceivedQueue received = new ReceivedQueue();
    private final StringBuilder text = new StringBuilder();
    private volatile @Nullable WebSocket socket;

    private WebSocket socket() {
      return Objects.requireNonNull(socket);
    }

    @Override
    public void send(String message) {
      finish(socket().sendText(message, true));
    }

    @Override
    public void sendBinary(byte[] bytes) {
      finish(socket().sendBinary(ByteBuffer.wrap(bytes), true));
    }

    @Override
    public Received receive(Duration timeout) throws InterruptedException {
      return received.poll(timeout);
    }

    @Override
    public void drop() {
      socket().abort();
    }

    @Override
    public void close(int code) {
      finish(socket().sendClose(code, ""));
    }

    /** Sends one message after the other. A failure is the end of the connection, see receive. */
    private void finish(CompletableFuture<WebSocket> sending) {
      boolean late =
          sending
              .orTimeout(SEND_TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .handle((_, e) -> e instanceof TimeoutException)
              .join();
      if (late) { // the server does not read
        socket().abort();
        received.add(new Received.Closed(ABNORMAL_CLOSURE));
      }
    }

    private void add(WebSocket from, Received next) {
      if (received.add(next)) {
        from.request(1);
      } else {
        from.abort();
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      if (text.length() + part.length() > ReceivedQueue.MAX_LENGTH) {
        received.addTooLong();
        from.abort();
        return null;
      }
      text.append(part);
      if (last) {
        add(from, new Received.Message(text.toString()));
        text.setLength(0);
      } else {
        from.request(1);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
      add(from, new Received.Message("(" + part.remaining() + " bytes of a binary message)"));
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      received.add(new Received.Closed(code));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      received.add(new Received.Closed(ABNORMAL_CLOSURE));
    }
  }
}
