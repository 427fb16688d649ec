package dev.parley.scenario;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A connection, and what arrived on it until a step expects it. */
final class Inbox {

  private static final String PING = "{\"type\":\"ping\"}";
  private static final JsonObject PONG = Json.message("{\"type\":\"pong\"}");
  private static final Received NOTHING = new Received.Nothing();

  /** Time to take messages that arrived before the timeout of a step. */
  private static final Duration MAX_BACKLOG = Duration.ofSeconds(10);

  private final Connection connection;
  private final Duration timeout;
  private final Deque<Received> unexpected = new ArrayDeque<>();
  private final Acks acks = new Acks();
  private Received last = NOTHING; // of receiveUntil
  private long length; // of the unexpected messages, in characters

  Inbox(Connection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  Connection connection() {
    return connection;
  }

  /** What arrives next, apart from acks. */
  Received next() throws InterruptedException, StepFailure {
    receiveUntil(() -> !unexpected.isEmpty(), timeout);
    if (unexpected.isEmpty()) {
      return NOTHING;
    }
    Received next = unexpected.remove();
    length -= ReceivedQueue.lengthOf(next);
    return next;
  }

  /** Waits for an ack, unless it has arrived before. */
  void awaitAck(JsonObject expected) throws InterruptedException, StepFailure {
    receiveUntil(() -> hasEnded() || acks.contain(expected), timeout);
    if (!acks.contain(expected)) {
      throw new StepFailure(Expectation.written(expected), acks, "no such ack came");
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
    if (hasEnded()) {
      return;
    }
    if (!receiveUntil(() -> hasEnded() || Json.messageOrEmpty(last).equals(PONG), timeout)) {
      throw new StepFailure(Json.text(PONG), NOTHING, "a ping was not answered");
    }
    if (!hasEnded()) {
      length -= ReceivedQueue.lengthOf(unexpected.removeLast());
    }
  }

  /** Takes what has arrived, without waiting. */
  void drain() throws InterruptedException, StepFailure {
    receiveUntil(this::hasEnded, Duration.ZERO);
  }

  List<Received> takeUnexpected() {
    List<Received> taken = List.copyOf(unexpected);
    unexpected.clear();
    length = 0;
    return taken;
  }

  private boolean hasEnded() {
    return unexpected.peekLast() instanceof Received.Closed;
  }

  /**
   * Receives until a condition holds, and returns false if nothing more has arrived by the timeout.
   * The timeout is that of the whole step: a server that keeps sending does not prolong it.
   */
  private boolean receiveUntil(BooleanSupplier condition, Duration atMost)
      throws InterruptedException, StepFailure {
    long began = System.nanoTime();
    last = NOTHING;
    while (!condition.getAsBoolean()) {
      Duration left = atMost.minusNanos(System.nanoTime() - began);
      if (left.plus(MAX_BACKLOG).isNegative()) {
        throw new StepFailure("a pause", last, "the server keeps sending");
      }
      last = receive(left.isNegative() ? Duration.ZERO : left);
      if (last.equals(NOTHING)) {
        return false;
      }
    }
    return true;
  }

  private Received receive(Duration atMost) throws InterruptedException, StepFailure {
    Received received = connection.receive(atMost);
    if (received instanceof Received.Invalid(_, var reason)) {
      throw new StepFailure("a message of the protocol", received, reason);
    }
    if (!received.equals(NOTHING) && !acks.take(received)) {
      unexpected.add(received);
      length += ReceivedQueue.lengthOf(received);
      if (length > ReceivedQueue.MAX_LENGTH || unexpected.size() > ReceivedQueue.MAX_MESSAGES) {
        throw new StepFailure(
            "fewer messages", received, "the server sent more than a connection may keep");
      }
    }
    return received;
  }
}
