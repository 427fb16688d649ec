package dev.parley.signaling.spi;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;

/** What is worth counting or logging of a connection. Nothing in it is secret. */
public sealed interface Observation {

  record Joined(RoomName room, PeerId peer, boolean resumed) implements Observation {}

  record Refused(RoomName room, ErrorCode code, String sentence) implements Observation {}

  /** The server has closed a connection. */
  record Closed(RoomName room, CloseCode code) implements Observation {}

  /** A defect of ours: nothing that a client says may cause one. */
  record Fault(RoomName room, RuntimeException cause) implements Observation {}
}
