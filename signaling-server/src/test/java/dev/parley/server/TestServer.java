package dev.parley.server;

import dev.parley.scenario.Connection;
import dev.parley.scenario.ManualClock;
import dev.parley.scenario.RemoteServer;
import dev.parley.scenario.ServerUnderTest;
import dev.parley.server.config.ConfigReader;
import dev.parley.server.support.HttpPeer;
import dev.parley.server.support.RawHttpConnection;
import dev.parley.server.support.RawWebSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A server in this process, on a free port, whose clock a test moves; and clients for it. */
public final class TestServer implements ServerUnderTest, AutoCloseable {
  private final ManualClock calendar = new ManualClock();
  private final AtomicLong nanos = new AtomicLong();
  private final SignalingServer server;
  private final RemoteServer sockets;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Starts a server with these command-line options. */
  public TestServer(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--port", "0"));
    arguments.addAll(List.of(options));
    server =
        SignalingServer.start(
            ConfigReader.read(arguments, Map.of()), new SteadyClock(calendar, nanos::get));
    sockets = new RemoteServer(uri());
  }

  public URI uri() {
    return URI.create(server.url());
  }

  public int port() {
    return server.port();
  }

  @Override
  public Connection connect(String room) throws IOException, InterruptedException {
    return sockets.connect(room);
  }

  /** A peer over HTTP, which has not joined yet. */
  public HttpPeer peer(String room, String name) {
    return new HttpPeer(http, port(), room, name);
  }

  /** Upgrades a connection to a WebSocket. */
  public RawWebSocket socket(String room) throws IOException {
    return RawWebSocket.open(port(), room);
  }

  /** Opens a WebSocket and joins. */
  public RawWebSocket joinedSocket(String room, String name) throws IOException {
    return RawWebSocket.join(port(), room, name);
  }

  public RawHttpConnection rawConnection() throws IOException {
    return RawHttpConnection.open(port());
  }

  /** Sends bytes on a new connection, and returns everything until the server closes it. */
  public String exchange(String request) throws IOException {
    return RawHttpConnection.exchange(port(), request);
  }

  /** A request for a path, for {@link #send}. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return send(request, BodyHandlers.ofString());
  }

  public <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> bodyHandler)
      throws IOException, InterruptedException {
    return http.send(request.build(), bodyHandler);
  }

  @Override
  public void advance(Duration time) {
    calendar.advance(time);
    nanos.addAndGet(time.toNanos());
    server.tick();
  }

  /** Sets the clock of the machine forwards or backwards, while no time passes. */
  public void changeClock(Duration difference) {
    calendar.advance(difference);
    server.tick();
  }

  /** Starts to stop the server, which then waits up to an hour for its clients. */
  public Thread drain() {
    return Thread.ofPlatform().daemon().start(() -> server.stop(Duration.ofHours(1)));
  }

  @Override
  public void close() {
    sockets.close();
    http.shutdownNow();
    server.stop(Duration.ZERO); // does not wait for detached peers to return
  }
}
