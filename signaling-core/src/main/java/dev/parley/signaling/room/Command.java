package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody wants of a room, with everything that the room needs to decide on it. */
public sealed interface Command {

  /** A new seat, also for a peer that has an older one. */
  record Join(PeerId peer, PeerName name, String role, Payload data) implements Command {}

  /** The peer's connection is there again. */
  record Resume(PeerId peer) implements Command {}

  /** The peer's connection is gone. */
  record Lose(PeerId peer) implements Command {}

  /** Seats that were lost for too long are given up. */
  record Expire(Instant now) implements Command {}

  /**
   * A numbered request of a peer's. For a reply, {@code ask} is the id of the request that it
   * answers, if the log holds it.
   */
  record Say(PeerId from, Request.Numbered request, @Nullable Long ask) implements Command {}
}
