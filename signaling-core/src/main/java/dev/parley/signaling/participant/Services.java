package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.Rooms;
import dev.parley.signaling.replica.SeatHolder;
import dev.parley.signaling.spi.Authenticator;
import dev.parley.signaling.spi.IceServerProvider;
import dev.parley.signaling.spi.Observation;
import dev.parley.signaling.spi.Observations;
import dev.parley.signaling.wire.MessageCodec;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The services that all participants of a node share.
 *
 * @param codec of connections
 * @param heartbeatTimeout the silence after which a participant over HTTP is disconnected
 */
public record Services(
    Rooms rooms,
    MessageCodec codec,
    Authenticator authenticator,
    Observations observations,
    FaultBarrier faults,
    Limits limits,
    Duration heartbeatTimeout,
    IceServerProvider iceServers,
    Tickets tickets,
    InstantSource clock) {

  /** Shows observers that a client at this address received an error. */
  void observe(Notice.Error refusal, RoomName room, ClientAccount client) {
    if (observations.hasSubscribers()) {
      observations.publish(
          new Observation.Refused(room, client.address(), refusal.code(), refusal.sentence()));
    }
  }

  /** The answer to a join. */
  Notice.Joined joined(RoomName room, SeatHolder.JoinResult result, Notice.IceServers iceServers) {
    return new Notice.Joined(
        room,
        result.self(),
        tickets.of(room, result.self().id(), result.self().seat()),
        result.seq(),
        result.received(),
        Features.SERVER,
        result.peers(),
        result.history(),
        result.state(),
        result.errors(),
        iceServers,
        limits.messageBytes(),
        limits.messagesPerSecond(),
        limits.heartbeat().toSeconds());
  }
}
