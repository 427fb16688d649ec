package dev.parley.signaling.session;

import dev.parley.signaling.guard.Budgets;
import dev.parley.signaling.guard.Client;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Cursor;
import dev.parley.signaling.room.Rooms;
import dev.parley.signaling.room.Rooms.Joining;
import dev.parley.signaling.spi.Authenticator;
import dev.parley.signaling.spi.Grant;
import dev.parley.signaling.spi.Observer;
import dev.parley.signaling.wire.Dialect;
import java.time.InstantSource;

/** What all sessions of a server share. */
public record Services(
    Rooms rooms,
    Dialect dialect,
    Authenticator authenticator,
    Observer observer,
    Limits limits,
    Notice.IceServers iceServers,
    Budgets budgets,
    Tickets tickets,
    InstantSource clock) {

  /** The same services in another dialect. */
  public Services spokenAs(Dialect other) {
    return new Services(
        rooms, other, authenticator, observer, limits, iceServers, budgets, tickets, clock);
  }

  /**
   * Who it is that wants a seat, if the authenticator lets it in.
   *
   * @throws dev.parley.signaling.protocol.ProtocolException if it does not
   */
  Joining admit(RoomName room, Request.Join join, Client client) {
    PeerId peer = join.key().id();
    Grant grant = authenticator.authenticate(room, peer, join.token());
    return new Joining(peer, join.name(), grant.role(), join.data(), client, join.after());
  }

  /** What a peer is told that has got a seat. */
  Notice.Joined joined(RoomName room, Cursor.Seating seating) {
    return new Notice.Joined(
        room,
        seating.self(),
        tickets.of(room, seating.self().id(), seating.self().seat()),
        seating.seq(),
        seating.received(),
        seating.peers(),
        seating.errors(),
        iceServers,
        limits.messageBytes(),
        limits.messagesPerSecond(),
        limits.heartbeat().toSeconds());
  }
}
