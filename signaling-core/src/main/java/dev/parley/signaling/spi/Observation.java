package dev.parley.signaling.spi;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * An occurrence that may be counted or logged. {@code client} is the address of the account that a
 * connection belongs to. Observations contain no secrets and no application data.
 */
public sealed interface Observation {

  /** A peer has a new seat. */
  record Joined(RoomName room, PeerId peer, String client) implements Observation {}

  /** A peer has its earlier seat again, after its connection was lost. */
  record Resumed(RoomName room, PeerId peer, String client) implements Observation {}

  /**
   * Another connection with the same key has taken the seat; {@code client} is the address of the
   * new one.
   */
  record TakenOver(RoomName room, PeerId peer, String client) implements Observation {}

  /** The connection of a peer has ended; its seat is kept for the resume window. */
  record Disconnected(RoomName room, PeerId peer) implements Observation {}

  /** A seat was given up, or was without a connection for the resume window. */
  record Left(RoomName room, PeerId peer, LeaveReason reason) implements Observation {}

  /** A client received this error, as the answer to a join, a request or a malformed message. */
  record Refused(RoomName room, String client, ErrorCode code, String sentence)
      implements Observation {}

  /** The server has closed a connection; {@code peer} is null if it had no seat. */
  record ClosedByServer(RoomName room, String client, @Nullable PeerId peer, CloseCode code)
      implements Observation {}

  /**
   * A connection has ended without the server closing it; {@code peer} is null if it had no seat.
   */
  record Closed(RoomName room, String client, @Nullable PeerId peer) implements Observation {}

  /**
   * A request of this type was accepted and delivered to others; {@code bytes} is the length of its
   * payload.
   */
  record Relayed(RoomName room, PeerId from, String type, long bytes) implements Observation {}

  /** A defect in the server: no message of a client may cause one. */
  record Fault(RoomName room, RuntimeException cause) implements Observation {}

  /** The observer was too slow: this many observations were dropped before the next one. */
  record Missed(long count) implements Observation {}
}
