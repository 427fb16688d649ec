package dev.parley.siege.honest;

import com.google.gson.JsonObject;
import dev.parley.chaos.PendingRequest;
import java.io.IOException;
import java.util.List;

/** One connection of an honest client to its room, over any transport. */
interface ClientConnection extends AutoCloseable {
  /** Joins, and returns {@code joined}. */
  JsonObject join(JsonObject join) throws IOException;

  /** Waits for the next messages. */
  List<JsonObject> receive() throws IOException;

  /** Sends the requests that it has not sent yet, and returns the messages in the response. */
  List<JsonObject> send(List<PendingRequest> unacknowledged) throws IOException;

  /** Sends the requests from this id on again, with the next call of {@link #send}. */
  void resendFrom(long id);

  @Override
  void close();
}
