package dev.parley.scenario;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A connection, and what arrived on it until a step expects it. */
final class Inbox {

  private static final String PING = "{\"type\":\"ping\"}";
  private static final JsonObject PONG = Json.message("{\"type\":\"pong\"}");
  private static final Received NOTHING = new Received.Nothing();

  private final Connection connection;
  private final Duration timeout;
  private final Deque<Received> unexpected = new ArrayDeque<>();
  private final Acks acks = new Acks();

  Inbox(Connection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  Connection connection() {
    return connection;
  }

  /** What arrives next, apart from acks. */
  Received next() throws InterruptedException, StepFailure {
    while (unexpected.isEmpty() && !receive(timeout).equals(NOTHING)) {}
    return unexpected.isEmpty() ? NOTHING : unexpected.remove();
  }

  /** Waits for an ack, unless it has arrived before. */
  void awaitAck(JsonObject expected) throws InterruptedException, StepFailure {
    while (!acks.contain(expected)) {
      if (hasEnded() || receive(timeout).equals(NOTHING)) {
        throw new StepFailure(Expectation.written(expected), acks, "no such ack came");
      }
    }
  }

  /** Receives all that the server has sent on these connections so far: the pongs come after it. */
  static void settle(List<Inbox> inboxes) throws InterruptedException, StepFailure {
    for (Inbox inbox : inboxes) {
      if (!inbox.hasEnded()) {
        inbox.connection.send(PING);
      }
    }
    for (Inbox inbox : inboxes) {
      inbox.awaitPong();
    }
    for (Inbox inbox : inboxes) {
      inbox.drain();
    }
  }

  private void awaitPong() throws InterruptedException, StepFailure {
    while (!hasEnded()) {
      Received received = receive(timeout);
      if (received.equals(NOTHING)) {
        throw new StepFailure(Json.text(PONG), NOTHING, "a ping was not answered");
      }
      if (Json.messageOrEmpty(received).equals(PONG)) {
        unexpected.removeLast();
        return;
      }
    }
  }

  /** Takes what has arrived, without waiting. */
  void drain() throws InterruptedException, StepFailure {
    while (!hasEnded() && !receive(Duration.ZERO).equals(NOTHING)) {}
  }

  List<Received> takeUnexpected() {
    List<Received> taken = List.copyOf(unexpected);
    unexpected.clear();
    return taken;
  }

  private boolean hasEnded() {
    return unexpected.peekLast() instanceof Received.Closed;
  }

  private Received receive(Duration atMost) throws InterruptedException, StepFailure {
    Received received = connection.receive(atMost);
    if (received instanceof Received.Invalid(var text, var reason)) {
      throw new StepFailure("a message of the protocol", text, reason);
    }
    if (!received.equals(NOTHING) && !acks.take(received)) {
      unexpected.add(received);
    }
    return received;
  }
}
