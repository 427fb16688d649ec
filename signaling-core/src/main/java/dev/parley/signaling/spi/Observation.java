package dev.parley.signaling.spi;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Something worth counting or logging. {@code client} is the address that a connection comes from.
 * Nothing in it is secret.
 */
public sealed interface Observation {

  /** A peer has got a new seat. */
  record Joined(RoomName room, PeerId peer, String client) implements Observation {}

  /** A peer is on its old seat again, which was kept for it. */
  record Resumed(RoomName room, PeerId peer, String client) implements Observation {}

  /** Another connection of the same key has taken the seat; {@code client} is the new one's. */
  record TakenOver(RoomName room, PeerId peer, String client) implements Observation {}

  /** The connection of a peer is gone, its seat is kept for a while. */
  record Disconnected(RoomName room, PeerId peer) implements Observation {}

  /** A peer has given its seat up, or was away for longer than it is kept. */
  record Left(RoomName room, PeerId peer, LeaveReason reason) implements Observation {}

  /** A client was told this error, as the answer to a join, a request or something unreadable. */
  record Refused(RoomName room, String client, ErrorCode code, String sentence)
      implements Observation {}

  /** The server has closed a connection; {@code peer} is null if it had no seat. */
  record ClosedByServer(RoomName room, String client, @Nullable PeerId peer, CloseCode code)
      implements Observation {}

  /** A connection has ended, whoever ended it; {@code peer} is null if it had no seat. */
  record Closed(RoomName room, String client, @Nullable PeerId peer) implements Observation {}

  /** A request of this type was taken, and others hear it; {@code bytes} is its length. */
  record Relayed(RoomName room, PeerId from, String type, long bytes) implements Observation {}

  /** A defect of ours: nothing that a client says may cause one. */
  record Fault(RoomName room, RuntimeException cause) implements Observation {}

  /** The listener was too slow: so many observations are gone, which would have come here. */
  record Missed(long count) implements Observation {}
}
