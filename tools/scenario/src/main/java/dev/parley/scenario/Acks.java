package dev.parley.scenario;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The acks of one connection: they come when the server likes, and never count down. */
final class Acks {

  private final List<JsonObject> taken = new ArrayList<>();
  private long received;

  static boolean isOne(JsonObject message) {
    return Json.isOfType("ack", message);
  }

  /** Takes an ack, and leaves alone what is none. */
  boolean take(Heard heard) throws Letdown {
    JsonObject message = Json.messageOrEmpty(heard);
    long number = Json.number("received", message).orElse(received);
    if (!isOne(message)) {
      received = number; // of a joined
      return false;
    }
    if (number < received) {
      throw new Letdown("an ack of " + received + " or more", heard, "acks do not count down");
    }
    received = number;
    taken.add(message);
    return true;
  }

  boolean have(JsonObject expected) {
    return taken.stream().anyMatch(ack -> Difference.between(expected, ack).isEmpty());
  }

  @Override
  public String toString() {
    return taken.isEmpty() ? "no ack" : Json.text(taken.getLast()) + " as the last ack";
  }
}
