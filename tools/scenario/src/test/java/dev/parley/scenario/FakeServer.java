package dev.parley.scenario;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server with one room and the minimum of the protocol, whose output a test can change. */
final class FakeServer implements ServerUnderTest {

  final List<Duration> advances = new ArrayList<>();
  final List<FakeConnection> connections = new ArrayList<>();
  private Function<String, List<Received>> output = text -> List.of(new Received.Message(text));
  private long seq;

  /** Sends what the function returns instead of each message, pongs included. */
  void output(Function<String, List<Received>> changed) {
    output = changed;
  }

  @Override
  public FakeConnection connect(String room) {
    FakeConnection connection = new FakeConnection(room);
    connections.add(connection);
    return connection;
  }

  @Override
  public void advance(Duration time) {
    advances.add(time);
  }

  final class FakeConnection implements Connection {

    final String room;
    final Deque<Received> received = new ArrayDeque<>();
    int pings;
    boolean open = true;
    byte @Nullable [] bytes;
    private String id = "";
    private long requests;

    private FakeConnection(String room) {
      this.room = room;
    }

    @Override
    public void send(String text) {
      JsonObject message = Json.message(text);
      switch (message.get("type").getAsString()) {
        case "ping" -> {
          pings++;
          push("{\"type\":\"pong\"}");
        }
        case "join" -> join(message.get("key").getAsString(), Json.text(message.get("name")));
        case "message" -> relay(Json.text(message.get("data")));
        case "leave" -> end("left", new Received.Closed(1000));
        default -> push("{\"type\":\"error\",\"code\":\"unknown-type\",\"message\":\"?\"}");
      }
    }

    @Override
    public void sendBinary(byte[] sent) {
      bytes = sent;
    }

    @Override
    public Received receive(Duration timeout) {
      return received.isEmpty() ? new Received.Nothing() : received.remove();
    }

    @Override
    public void drop() {
      end("timeout", new Received.Closed(1006));
    }

    @Override
    public void close(int code) {
      end("left", new Received.Closed(code));
    }

    private void join(String key, String name) {
      id = new Identity(key).id();
      push(
          """
          {"type":"joined","self":{"id":"%s","name":%s,"seat":1},"resumed":false,"seq":%d,"received":0}
          """
              .formatted(id, name, seq));
      broadcast(
          "{\"type\":\"peer-joined\",\"seq\":%d,\"peer\":{\"id\":\"%s\"}}".formatted(++seq, id));
    }

    private void relay(String data) {
      broadcast(
          "{\"type\":\"message\",\"seq\":%d,\"from\":\"%s\",\"data\":%s}"
              .formatted(++seq, id, data));
      push("{\"type\":\"ack\",\"received\":%d}".formatted(++requests));
    }

    private void end(String reason, Received end) {
      if (open) {
        open = false;
        received.add(end);
        broadcast(
            "{\"type\":\"peer-left\",\"seq\":%d,\"from\":\"%s\",\"reason\":\"%s\"}"
                .formatted(++seq, id, reason));
      }
    }

    private void broadcast(String text) {
      connections.stream()
          .filter(other -> other != this && other.open)
          .forEach(other -> other.push(text));
    }

    private void push(String text) {
      received.addAll(output.apply(text));
    }
  }
}
