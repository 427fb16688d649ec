package dev.parley.bench.protocol;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The protocol of one kind of server: how a client joins, sends and leaves. */
public interface ServerProtocol {
  /** Stands in a template for the number of the client's request: 1, 2, 3, … */
  String NUMBER = "<number>";

  /** Stands in a template for the payload, inside a JSON string if the message is JSON. */
  String PAYLOAD = "<payload>";

  /** A client's own name and its room's, both of letters and digits and unique to the run. */
  record Identity(String client, String room) {}

  /** A step of the exchange that follows the opening handshake and ends with the client joined. */
  sealed interface JoinStep {
    record Send(String message) implements JoinStep {}

    /** Waits for a message that contains this text. */
    record Await(String text) implements JoinStep {}

    /** Waits for a message with this text, and reads the client's address from there to a quote. */
    record AwaitAddress(String prefix) implements JoinStep {}
  }

  /** An application-level ping of the server, and the answer that it requires. */
  record Heartbeat(String ping, String pong) {}

  /** The path of the opening handshake. */
  String path(Identity identity);

  default Optional<String> subprotocol() {
    return Optional.empty();
  }

  /** The exchange after the opening handshake; the last step is not a {@code Send}. */
  List<JoinStep> join(Identity identity);

  /** A message with {@link #PAYLOAD} in it; {@code to} is the receiver's address. */
  String template(MessageKind kind, Identity from, String to);

  /** The message before a close, with {@link #NUMBER} in it if it has a number. */
  default Optional<String> leaveTemplate() {
    return Optional.empty();
  }

  /** Whether the server can send one message to all members of a room. */
  default boolean hasBroadcast() {
    return true;
  }

  /** The beginning of every error message of the server. */
  default @Nullable String errorPrefix() {
    return null;
  }

  default @Nullable Heartbeat heartbeat() {
    return null;
  }
}
