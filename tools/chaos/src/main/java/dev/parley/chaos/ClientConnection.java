package dev.parley.chaos;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;

/** One connection of a client, over any transport. The client's thread calls its methods. */
interface ClientConnection extends AutoCloseable {

  /** Notified by the threads of a connection. */
  interface Listener {

    void received(ClientConnection connection, JsonObject message);

    /** The connection has ended, for a reason that the protocol permits. */
    void ended(ClientConnection connection, String reason);

    /** The server has sent something that the protocol does not permit. */
    void failed(ClientConnection connection, Violation violation);
  }

  /** The client has processed {@code joined}: requests may be sent from this seat. */
  void seated(Seat seat);

  /** Sends those of these requests that were not sent on this connection yet. */
  void send(List<PendingRequest> unacknowledged) throws IOException;

  /** Makes {@link #send} repeat the requests from this id on. */
  void resendFrom(long id);

  @Override
  void close();
}
