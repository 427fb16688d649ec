package dev.parley.chaos;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;

/**
 * One way to hear and to speak, until it breaks. All but {@link #close} is called by its client.
 */
interface Line extends AutoCloseable {

  /** What a line tells its client, from threads of its own. */
  interface Ears {

    void heard(Line line, JsonObject message);

    /** It has broken, for this reason. */
    void ended(Line line, String why);

    /** What came over it is nothing that a server may say. */
    void failed(Line line, Violation violation);
  }

  /** The client has understood its {@code joined}, and speaks from this seat. */
  void seated(Seat seat);

  /** Sends whatever of these has not been sent on this line. */
  void send(List<Numbered> unacknowledged) throws IOException;

  /** What was sent from this id on is to be sent again. */
  void again(long from);

  @Override
  void close();
}
