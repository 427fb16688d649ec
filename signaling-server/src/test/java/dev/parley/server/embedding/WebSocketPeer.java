package dev.parley.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.parley.scenario.Connection;
import dev.parley.scenario.Received;
import dev.parley.scenario.RemoteServer;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A peer over the JDK's WebSocket client. */
final class WebSocketPeer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final RemoteServer server;
  private final Connection connection;
  private final PeerKey key = PeerKey.random();

  WebSocketPeer(int port, String room) throws IOException, InterruptedException {
    server = new RemoteServer(URI.create("http://localhost:" + port));
    connection = server.connect(room);
  }

  PeerId id() {
    return key.id();
  }

  /** Joins without a token, and returns the {@code joined} notice. */
  JsonObject join() throws InterruptedException {
    send("{\"type\":\"join\",\"key\":\"" + key.value() + "\"}");
    return receive("joined");
  }

  /** Requests to join with this token; the response is the next message. */
  void requestJoin(String token) {
    send("{\"type\":\"join\",\"key\":\"" + key.value() + "\",\"token\":\"" + token + "\"}");
  }

  void send(String message) {
    connection.send(message);
  }

  /** The next message but acks, which has to be of this type. */
  JsonObject receive(String type) throws InterruptedException {
    JsonObject message;
    do {
      message = JsonParser.parseString(next().toString()).getAsJsonObject();
    } while (message.get("type").getAsString().equals("ack") && !type.equals("ack"));
    assertThat(message.get("type").getAsString()).as("%s", message).isEqualTo(type);
    return message;
  }

  /** The close code of the server, which has to come next. */
  int closeCode() throws InterruptedException {
    Received received = next();
    assertThat(received).isInstanceOf(Received.Closed.class);
    return ((Received.Closed) received).code();
  }

  private Received next() throws InterruptedException {
    return connection.receive(TIMEOUT);
  }

  @Override
  public void close() {
    server.close();
  }
}
