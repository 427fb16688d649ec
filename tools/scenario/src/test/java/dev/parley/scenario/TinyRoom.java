package dev.parley.scenario;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One room with the least of the protocol, at once and honest, unless told to tamper with what it
 * says.
 */
final class TinyRoom implements Stage {

  final List<Duration> passes = new ArrayList<>();
  final List<Wire> wires = new ArrayList<>();
  private Function<String, List<Heard>> tampering = text -> List.of(new Heard.Message(text));
  private long seq;

  /** Everything said to anybody goes through this, pongs too. */
  TinyRoom tampering(Function<String, List<Heard>> with) {
    tampering = with;
    return this;
  }

  @Override
  public Wire open(String room) {
    Wire wire = new Wire(room);
    wires.add(wire);
    return wire;
  }

  @Override
  public void pass(Duration time) {
    passes.add(time);
  }

  final class Wire implements Line {

    final String room;
    final Deque<Heard> heard = new ArrayDeque<>();
    int pings;
    boolean open = true;
    byte @Nullable [] bytes;
    private String id = "";
    private long received;

    private Wire(String room) {
      this.room = room;
    }

    @Override
    public void say(String text) {
      JsonObject message = Json.message(text);
      switch (message.get("type").getAsString()) {
        case "ping" -> {
          pings++;
          hear("{\"type\":\"pong\"}");
        }
        case "join" -> join(message.get("key").getAsString(), Json.text(message.get("name")));
        case "message" -> relay(Json.text(message.get("data")));
        case "leave" -> end("left", new Heard.Closed(1000));
        default -> hear("{\"type\":\"error\",\"code\":\"unknown-type\",\"message\":\"?\"}");
      }
    }

    @Override
    public void sayBytes(byte[] said) {
      bytes = said;
    }

    @Override
    public Heard next(Duration patience) {
      return heard.isEmpty() ? new Heard.Nothing() : heard.remove();
    }

    @Override
    public void cut() {
      end("timeout", new Heard.Closed(1006));
    }

    @Override
    public void close(int code) {
      end("left", new Heard.Closed(code));
    }

    private void join(String key, String name) {
      id = new Identity(key).id();
      hear(
          """
          {"type":"joined","self":{"id":"%s","name":%s,"seat":1},"resumed":false,"seq":%d,"received":0}
          """
              .formatted(id, name, seq));
      tell("{\"type\":\"peer-joined\",\"seq\":%d,\"peer\":{\"id\":\"%s\"}}".formatted(++seq, id));
    }

    private void relay(String data) {
      tell(
          "{\"type\":\"message\",\"seq\":%d,\"from\":\"%s\",\"data\":%s}"
              .formatted(++seq, id, data));
      hear("{\"type\":\"ack\",\"received\":%d}".formatted(++received));
    }

    private void end(String reason, Heard how) {
      if (open) {
        open = false;
        heard.add(how);
        tell(
            "{\"type\":\"peer-left\",\"seq\":%d,\"from\":\"%s\",\"reason\":\"%s\"}"
                .formatted(++seq, id, reason));
      }
    }

    private void tell(String text) {
      wires.stream().filter(wire -> wire != this && wire.open).forEach(wire -> wire.hear(text));
    }

    private void hear(String text) {
      heard.addAll(tampering.apply(text));
    }
  }
}
