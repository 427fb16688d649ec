package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request to change a room. */
public sealed interface Command {

  /** A peer wants a new seat, and holds it by this connection. */
  record Join(
      PeerId peer,
      PeerName name,
      String role,
      Features features,
      Payload data,
      Connection connection)
      implements Command {}

  /** A peer that has a seat holds it by this connection from now on. */
  record Attach(PeerId peer, Connection connection) implements Command {}

  /** The connection that has held the peer's seat since this epoch is gone. */
  record Disconnect(PeerId peer, long epoch) implements Command {}

  /** Seats that were lost for too long are given up. */
  record Expire(Instant now) implements Command {}

  /**
   * A numbered request of a peer's.
   *
   * @param ask for a reply, the id of the request that it answers, if the log holds it
   * @param brief whether few refusals are to be kept
   */
  record Submit(PeerId from, Request.Numbered request, @Nullable Long ask, boolean brief)
      implements Command {}
}
