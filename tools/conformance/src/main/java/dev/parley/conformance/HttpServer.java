package dev.parley.conformance;

import dev.parley.scenario.Connection;
import dev.parley.scenario.ServerUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** A server at a URL, over one of the HTTP transports and in real time. */
final class HttpServer implements ServerUnderTest, AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1) // no upgrade to HTTP/2, which some servers reject
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final URI rooms;
  private final ConnectionFactory connections;

  /** Makes the connection of one client. */
  interface ConnectionFactory {
    Connection connect(HttpRequests requests);
  }

  HttpServer(URI server, ConnectionFactory connections) {
    this.rooms =
        URI.create(server.toString().replaceFirst("^ws", "http").replaceFirst("/*$", "/v1/rooms/"));
    this.connections = connections;
  }

  @Override
  public Connection connect(String room) {
    return connections.connect(new HttpRequests(client, rooms.resolve(room + "/peers")));
  }

  @Override
  public void advance(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
