package dev.parley.signaling.spi;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import org.jspecify.annotations.Nullable;

/** What is worth counting or logging of a connection. Nothing in it is secret. */
public sealed interface Observation {

  record Joined(RoomName room, PeerId peer, boolean resumed) implements Observation {}

  record Refused(RoomName room, ErrorCode code, String sentence) implements Observation {}

  /** A connection has ended; {@code code} is null if it was not the server that closed it. */
  record Closed(RoomName room, @Nullable CloseCode code) implements Observation {}

  /** A defect of ours: nothing that a client says may cause one. */
  record Fault(RoomName room, RuntimeException cause) implements Observation {}
}
