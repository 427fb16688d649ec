package dev.parley.signaling.room;

import java.time.Duration;

/**
 * The limits of rooms, the same for all rooms of a node.
 *
 * @param maxRooms rooms at once on this node
 * @param maxPeers seats of a room
 * @param maxRosterBytes approximate length of a roster as JSON, which every newcomer is sent at
 *     once
 * @param maxLagBytes bytes of events that a cursor may be behind before its connection is closed
 * @param resumeWindow for how long a seat is kept without a connection, unless its client is
 *     {@linkplain Fact.GoingAway going away}
 * @param detachTimeout for how long a peer over HTTP may be away between two polls or streams
 * @param historyAge for how long a kept message is shown to peers that join
 * @param historySinceAdmission whether a peer is shown only messages sent after its first admission
 */
public record RoomPolicy(
    int maxRooms,
    int maxPeers,
    long maxRosterBytes,
    long maxLagBytes,
    Duration resumeWindow,
    Duration detachTimeout,
    Duration historyAge,
    boolean historySinceAdmission) {

  /** For how long a ticket is valid after its last use. */
  Duration ticketLifetime() {
    return detachTimeout.plus(resumeWindow);
  }
}
