package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import java.time.Instant;
import java.util.List;

/**
 * Provides a participant with STUN and TURN servers: in {@code joined}, and as {@code ice-servers}
 * before their credentials expire.
 *
 * <p>Called by any thread; the only state is one volatile field.
 */
final class IceServerRenewal {
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final long RETRY_MILLIS = 10_000;

  /** Of the time for which credentials are valid. */
  private static final double CONNECTION_SHARE = 0.75;

  /** Over HTTP a response may be lost with the notice in it: the next one must still be in time. */
  private static final double HTTP_SHARE = CONNECTION_SHARE / 2;

  private final RoomName room;
  private final Services services;

  /**
   * When the next servers are due, epoch millis. Those of a peer that joined elsewhere are unknown.
   */
  private volatile long dueAt;

  IceServerRenewal(RoomName room, Services services) {
    this.room = room;
    this.services = services;
  }

  boolean isDue(Instant now) {
    return now.toEpochMilli() >= dueAt;
  }

  /** The present servers of a peer; none if the provider fails, which is asked again soon. */
  Notice.IceServers next(PeerId peer, boolean isConnection) {
    try {
      Notice.IceServers servers = services.iceServers().servers(room, peer);
      Long ttl = servers.ttlSeconds();
      dueAt = ttl == null ? Long.MAX_VALUE : dueAt(ttl, isConnection);
      return servers;
    } catch (RuntimeException e) {
      // A call may work without ICE servers, so that a defect does not end joins.
      services.faults().report("providing ICE servers", e);
      dueAt = services.clock().millis() + RETRY_MILLIS;
      return new Notice.IceServers(List.of(), null);
    }
  }

  private long dueAt(long ttlSeconds, boolean isConnection) {
    double share = isConnection ? CONNECTION_SHARE : HTTP_SHARE;
    return services.clock().millis() + (long) (ttlSeconds * share * MILLIS_PER_SECOND);
  }
}
