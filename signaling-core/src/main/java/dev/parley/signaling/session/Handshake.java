package dev.parley.signaling.session;

import dev.parley.signaling.guard.Client;
import dev.parley.signaling.protocol.RoomName;

/** The room and the client's address of a connection before its first message. */
public record Handshake(RoomName room, Client client) {}
