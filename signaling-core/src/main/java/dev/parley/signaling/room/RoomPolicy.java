package dev.parley.signaling.room;

import java.time.Duration;

/**
 * What a room allows.
 *
 * @param maxRooms how many rooms there are at once
 * @param maxPeers how many seats it has
 * @param maxRosterBytes how long the roster may become, about
 * @param maxLagBytes bytes of events that a cursor may fall behind before its connection is cut
 * @param resumeWindow how long a seat is kept without a connection
 * @param detachTimeout how long a peer over HTTP may be away between two polls or streams
 * @param historyAge how long a kept message is shown to peers that join
 * @param historySinceAdmission whether a peer is shown only what was said after it was first let in
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

  /** How long a ticket is good without being used. */
  Duration ticketLifetime() {
    return detachTimeout.plus(resumeWindow);
  }
}
