package dev.parley.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** A server, wherever it runs, as the stage: over real WebSockets, in real time. */
public final class WebSocketStage implements Stage, AutoCloseable {

  private static final String SUBPROTOCOL = "signaling.v1";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  /** For a server at a URL of http, https, ws or wss, with a path if it is served under one. */
  public WebSocketStage(URI server) {
    if (server.getHost() == null || !server.toString().matches("(http|ws)s?://.*")) {
      throw new IllegalArgumentException(
          server + " is no URL of a server: it takes http, https, ws or wss, and a host.");
    }
    this.base = server.toString().replaceFirst("^http", "ws").replaceFirst("/+$", "");
  }

  @Override
  public Line open(String room) throws IOException, InterruptedException {
    URI uri = URI.create(base + "/v1/rooms/" + room);
    WebSocketLine.Ears ears = new WebSocketLine.Ears();
    WebSocket socket = connected(uri, ears);
    if (!socket.getSubprotocol().equals(SUBPROTOCOL)) {
      socket.abort();
      throw new IOException(uri + " does not speak " + SUBPROTOCOL + ": is this a Parley server?");
    }
    return new WebSocketLine(socket, ears);
  }

  private WebSocket connected(URI uri, WebSocket.Listener ears)
      throws IOException, InterruptedException {
    try {
      return client
          .newWebSocketBuilder()
          .subprotocols(SUBPROTOCOL)
          .connectTimeout(CONNECT_TIMEOUT)
          .buildAsync(uri, ears)
          .get();
    } catch (ExecutionException e) {
      throw new IOException(
          "No WebSocket at %s (%s): is the server running, and is this its URL?"
              .formatted(uri, e.getCause()),
          e);
    }
  }

  @Override
  public void pass(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
