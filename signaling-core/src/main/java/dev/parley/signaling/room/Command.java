package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request to change a room, which {@link Rules} decides. */
public sealed interface Command {

  /** A peer takes a new seat, held by this connection. */
  record Join(
      PeerId peer,
      PeerName name,
      String role,
      Features features,
      Payload data,
      Connection connection)
      implements Command {}

  /** A connection takes over the seat that the peer has. */
  record Attach(PeerId peer, Connection connection) implements Command {}

  /**
   * The connection that has held the seat since this epoch has ended. A newer connection has
   * another epoch, and is not affected.
   *
   * @param goingAway whether the client has closed it with 1001
   */
  record Disconnect(PeerId peer, long epoch, boolean goingAway) implements Command {}

  /** Seats whose time without a connection is over are given up. */
  record Expire(Instant now) implements Command {}

  /**
   * A request from a seat.
   *
   * @param ask for a reply: the id of the request that it answers, null if the log no longer holds
   *     it
   * @param memoryScarce whether memory is short, so that few refusals are kept
   */
  record Submit(PeerId from, Request.Numbered request, @Nullable Long ask, boolean memoryScarce)
      implements Command {}
}
