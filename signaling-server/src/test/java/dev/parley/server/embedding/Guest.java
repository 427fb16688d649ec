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

/** A client over the JDK's own WebSockets. */
final class Guest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RemoteServer sockets;
  private final Connection connection;
  private final PeerKey key = PeerKey.random();

  Guest(int port, String room) throws IOException, InterruptedException {
    sockets = new RemoteServer(URI.create("http://localhost:" + port));
    connection = sockets.connect(room);
  }

  PeerId id() {
    return key.id();
  }

  /** Joins without a token, and returns the answer. */
  JsonObject join() throws InterruptedException {
    say("{\"type\":\"join\",\"key\":\"" + key.value() + "\"}");
    return hear("joined");
  }

  /** Asks to join with this token; the answer is to be heard. */
  void askToJoin(String token) {
    say("{\"type\":\"join\",\"key\":\"" + key.value() + "\",\"token\":\"" + token + "\"}");
  }

  void say(String message) {
    connection.send(message);
  }

  /** The next message, which is of this type; acknowledgements come when they like. */
  JsonObject hear(String type) throws InterruptedException {
    JsonObject message;
    do {
      message = JsonParser.parseString(next().toString()).getAsJsonObject();
    } while (message.get("type").getAsString().equals("ack") && !type.equals("ack"));
    assertThat(message.get("type").getAsString()).as("%s", message).isEqualTo(type);
    return message;
  }

  /** The code that it is closed with, which is the next thing that it hears. */
  int closed() throws InterruptedException {
    Received received = next();
    assertThat(received).isInstanceOf(Received.Closed.class);
    return ((Received.Closed) received).code();
  }

  private Received next() throws InterruptedException {
    return connection.receive(PATIENCE);
  }

  @Override
  public void close() {
    sockets.close();
  }
}
