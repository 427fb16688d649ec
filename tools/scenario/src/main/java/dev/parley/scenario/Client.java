package dev.parley.scenario;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client of a scenario, which has one connection at most. */
final class Client {

  private final String name;
  private final Identity identity;
  private long seq;
  private @Nullable Inbox inbox;

  Client(String name, Identity identity) {
    this.name = name;
    this.identity = identity;
  }

  String name() {
    return name;
  }

  Identity identity() {
    return identity;
  }

  /** The {@code seq} of the last event that a step has expected. */
  long seq() {
    return seq;
  }

  Optional<Inbox> anyInbox() {
    return Optional.ofNullable(inbox);
  }

  /** The inbox of the connection, which the script must have opened. */
  Inbox inbox() throws StepFailure {
    return anyInbox()
        .orElseThrow(() ->
            new StepFailure(name + " connected", "no connection", name + " is not connected here"));
  }

  void connect(Inbox opened) {
    inbox = opened;
  }

  void disconnect() {
    inbox = null;
  }

  void expect(JsonObject expected) throws InterruptedException, StepFailure {
    if (Acks.isAck(expected)) {
      inbox().awaitAck(expected);
    } else {
      compare(expected, inbox().next());
    }
  }

  void expectClose(int code) throws InterruptedException, StepFailure {
    Received expected = new Received.Closed(code);
    Received received = inbox().next();
    if (!received.equals(expected)) {
      throw new StepFailure(expected.toString(), received, name + " was not closed with " + code);
    }
    disconnect();
  }

  private void compare(JsonObject expected, Received received) throws StepFailure {
    String wanted = Expectation.written(expected);
    if (!(received instanceof Received.Message(String text))) {
      throw new StepFailure(wanted, received, name + " did not receive it");
    }
    JsonObject message = read(received, text, wanted);
    Optional<String> difference = Difference.between(expected, message);
    if (difference.isPresent()) {
      throw new StepFailure(wanted, received, difference.get());
    }
    advanceSeq(message, received);
  }

  private static JsonObject read(Received received, String text, String wanted) throws StepFailure {
    try {
      return Json.message(text);
    } catch (JsonParseException e) {
      throw new StepFailure(wanted, received, "it is not one strict JSON object");
    }
  }

  /** A join sets the cursor to any place in the log, and events move it forward. */
  private void advanceSeq(JsonObject message, Received received) throws StepFailure {
    if (Json.isOfType("error", message)) {
      return; // its seq is that of a shared value
    }
    long next = Json.number("seq", message).orElse(seq + 1);
    if (next <= seq && !Json.isOfType("joined", message)) {
      throw new StepFailure("a seq above " + seq, received, "the seq of events rises");
    }
    seq = message.has("seq") ? next : seq;
  }
}
