package dev.parley.signaling.spi;

import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import java.util.List;

/** Provides the STUN and TURN servers that a client receives. */
@FunctionalInterface
public interface IceServerProvider {

  /**
   * The servers for one peer, with credentials of its own. Called with each accepted join, and
   * again before the credentials expire, on an I/O thread or that of the ticks: it must not block.
   * A provider that asks a service over the network answers with what it has fetched before.
   *
   * @return the servers and for how many seconds their credentials are valid; null if they do not
   *     expire
   */
  Notice.IceServers servers(RoomName room, PeerId peer);

  /** The same servers for every peer, without credentials that expire. */
  static IceServerProvider of(List<IceServer> servers) {
    Notice.IceServers all = new Notice.IceServers(List.copyOf(servers), null);
    return (_, _) -> all;
  }
}
