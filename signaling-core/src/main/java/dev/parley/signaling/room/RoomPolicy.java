package dev.parley.signaling.room;

import java.time.Duration;

/**
 * What a room allows.
 *
 * @param maxRooms how many rooms there are at once
 * @param maxPeers how many seats it has
 * @param maxRosterBytes how long the roster may become, about
 * @param rosters what the rosters of all rooms may take together
 * @param resumeWindow how long a seat is kept without a connection
 * @param restWindow how long somebody who polls may be away between two polls
 */
public record RoomPolicy(
    int maxRooms,
    int maxPeers,
    long maxRosterBytes,
    Budget rosters,
    Duration resumeWindow,
    Duration restWindow) {}
