package dev.parley.siege.honest;

import com.google.gson.JsonObject;
import dev.parley.chaos.Numbered;
import java.io.IOException;
import java.util.List;

/** One connection of an honest client to its room, whatever the transport. */
interface Channel extends AutoCloseable {

  /** Asks for a seat, and returns {@code joined}. */
  JsonObject join(JsonObject join) throws IOException;

  /** The next messages, once there are any. */
  List<JsonObject> receive() throws IOException;

  /** Sends the requests that it has not sent yet, and returns what they were answered with. */
  List<JsonObject> send(List<Numbered> unacknowledged) throws IOException;

  /** Requests from this id on are to be sent again. */
  void again(long from);

  @Override
  void close();
}
