package dev.parley.signaling.session;

import dev.parley.signaling.guard.Client;
import dev.parley.signaling.protocol.RoomName;

/** What is known of a connection before its first message: the room, and the client's address. */
public record Handshake(RoomName room, Client client) {}
