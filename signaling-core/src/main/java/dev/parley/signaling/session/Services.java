package dev.parley.signaling.session;

import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.room.Rooms;
import dev.parley.signaling.room.Spelling;
import dev.parley.signaling.spi.Authenticator;
import dev.parley.signaling.spi.Observer;
import dev.parley.signaling.wire.Dialect;
import java.time.InstantSource;

/** What all sessions of a server share; the spelling is the dialect's, one object for all. */
public record Services(
    Rooms rooms,
    Dialect dialect,
    Spelling spelling,
    Authenticator authenticator,
    Observer observer,
    Limits limits,
    Notice.IceServers iceServers,
    InstantSource clock) {}
