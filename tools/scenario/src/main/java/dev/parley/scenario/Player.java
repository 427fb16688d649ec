package dev.parley.scenario;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody in a conversation, with a connection or without. */
final class Player {

  private final String name;
  private final Identity identity;
  private long seq;
  private @Nullable Connection connection;

  Player(String name, Identity identity) {
    this.name = name;
    this.identity = identity;
  }

  String name() {
    return name;
  }

  Identity identity() {
    return identity;
  }

  /** The last that this player heard; what the script has yet to ask for does not count. */
  long seq() {
    return seq;
  }

  Optional<Connection> anyConnection() {
    return Optional.ofNullable(connection);
  }

  /** The connection that the script left open. */
  Connection connection() throws Letdown {
    return anyConnection()
        .orElseThrow(() ->
            new Letdown(name + " connected", "no connection", name + " is not connected here"));
  }

  void connect(Connection opened) {
    connection = opened;
  }

  void disconnect() {
    connection = null;
  }

  void hear(JsonObject expected) throws InterruptedException, Letdown {
    if (Acks.isOne(expected)) {
      connection().awaitAck(expected);
    } else {
      hear(expected, connection().next());
    }
  }

  void hearEnd(int code) throws InterruptedException, Letdown {
    Heard expected = new Heard.Closed(code);
    Heard heard = connection().next();
    if (!heard.equals(expected)) {
      throw new Letdown(expected.toString(), heard, name + " went otherwise, or not at all");
    }
    disconnect();
  }

  private void hear(JsonObject expected, Heard heard) throws Letdown {
    String wanted = Expectation.written(expected);
    if (!(heard instanceof Heard.Message(String text))) {
      throw new Letdown(wanted, heard, name + " did not hear it");
    }
    JsonObject message = read(text, wanted);
    Optional<String> difference = Difference.between(expected, message);
    if (difference.isPresent()) {
      throw new Letdown(wanted, heard, difference.get());
    }
    goOnTo(message, text);
  }

  private static JsonObject read(String text, String wanted) throws Letdown {
    try {
      return Json.message(text);
    } catch (JsonParseException e) {
      throw new Letdown(wanted, text, "it is not one strict JSON object");
    }
  }

  /** A join puts the player anywhere in the log; from there on it goes forward. */
  private void goOnTo(JsonObject message, String text) throws Letdown {
    if (Json.isOfType("error", message)) {
      return; // its number is that of a shared value
    }
    long next = Json.number("seq", message).orElse(seq + 1);
    if (next <= seq && !Json.isOfType("joined", message)) {
      throw new Letdown("a seq above " + seq, text, "the seq of events rises");
    }
    seq = message.has("seq") ? next : seq;
  }
}
