package dev.parley.scenario;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A line with a memory: what came over it stays until the script asks for it. */
final class Connection {

  private static final String PING = "{\"type\":\"ping\"}";
  private static final JsonObject PONG = Json.message("{\"type\":\"pong\"}");
  private static final Heard NOTHING = new Heard.Nothing();

  private final Line line;
  private final Duration patience;
  private final Deque<Heard> unheard = new ArrayDeque<>();
  private final Acks acks = new Acks();

  Connection(Line line, Duration patience) {
    this.line = line;
    this.patience = patience;
  }

  Line line() {
    return line;
  }

  /** Whatever comes next, acks aside. */
  Heard next() throws InterruptedException, Letdown {
    while (unheard.isEmpty() && hears(patience)) {}
    return unheard.isEmpty() ? NOTHING : unheard.remove();
  }

  /** Waits for an ack, if it has not come before. */
  void awaitAck(JsonObject expected) throws InterruptedException, Letdown {
    while (!acks.have(expected)) {
      if (hasEnded() || !hears(patience)) {
        throw new Letdown(Expectation.written(expected), acks, "no such ack came");
      }
    }
  }

  void ping() {
    if (!hasEnded()) {
      line.say(PING);
    }
  }

  /** Once a ping is answered, all that the server said before the answer has come. */
  void awaitPong() throws InterruptedException, Letdown {
    while (!hasEnded()) {
      Heard heard = listen(patience);
      if (heard.equals(NOTHING)) {
        throw new Letdown(Json.text(PONG), NOTHING, "a ping was not answered");
      }
      if (Json.messageOrEmpty(heard).equals(PONG)) {
        unheard.removeLast();
        return;
      }
    }
  }

  /** Takes what is there, without waiting for more. */
  void drain() throws InterruptedException, Letdown {
    while (!hasEnded() && hears(Duration.ZERO)) {}
  }

  List<Heard> takeUnheard() {
    List<Heard> taken = List.copyOf(unheard);
    unheard.clear();
    return taken;
  }

  private boolean hasEnded() {
    return unheard.peekLast() instanceof Heard.Closed;
  }

  private boolean hears(Duration atMost) throws InterruptedException, Letdown {
    return !listen(atMost).equals(NOTHING);
  }

  /** What comes next over the line; it is kept, too, but for acks. */
  private Heard listen(Duration atMost) throws InterruptedException, Letdown {
    Heard heard = line.next(atMost);
    if (!heard.equals(NOTHING) && !acks.take(heard)) {
      unheard.add(heard);
    }
    return heard;
  }
}
