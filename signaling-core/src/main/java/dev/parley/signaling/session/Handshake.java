package dev.parley.signaling.session;

import dev.parley.signaling.protocol.RoomName;

/** What is known of a connection before it has said anything: which room, and from what address. */
public record Handshake(RoomName room, String client) {}
