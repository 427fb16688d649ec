package dev.parley.signaling.room;

import java.time.Duration;

/** What a room allows. */
public record RoomPolicy(int maxPeers, Duration resumeWindow) {}
