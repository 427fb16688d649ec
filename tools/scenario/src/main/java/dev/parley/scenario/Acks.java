package dev.parley.scenario;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The acks of one connection, which may arrive at any time and never count down. */
final class Acks {

  private static final int MAX_ACKS = 10_000;

  private final List<JsonObject> acks = new ArrayList<>();
  private long received;

  static boolean isAck(JsonObject message) {
    return Json.isOfType("ack", message);
  }

  /** Keeps an ack, and returns false for anything else. */
  boolean take(Received arrived) throws StepFailure {
    JsonObject message = Json.messageOrEmpty(arrived);
    long number = Json.number("received", message).orElse(received);
    if (!isAck(message)) {
      received = number; // of a joined
      return false;
    }
    if (number < received) {
      throw new StepFailure("an ack of " + received + " or more", arrived, "acks never count down");
    }
    received = number;
    acks.add(message);
    if (acks.size() > MAX_ACKS) {
      throw new StepFailure("fewer acks", arrived, "more than " + MAX_ACKS + " acks came");
    }
    return true;
  }

  boolean contain(JsonObject expected) {
    return acks.stream().anyMatch(ack -> Difference.between(expected, ack).isEmpty());
  }

  @Override
  public String toString() {
    return acks.isEmpty() ? "no ack" : Json.text(acks.getLast()) + " as the last ack";
  }
}
