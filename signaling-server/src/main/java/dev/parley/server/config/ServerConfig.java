package dev.parley.server.config;

import dev.parley.signaling.participant.Limits;
import dev.parley.signaling.protocol.IceServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How a server is to run.
 *
 * @param chosen the keys that somebody has set: what has its default may be made to fit
 */
public record ServerConfig(
    String host,
    int port,
    List<String> origins,
    List<AddressBlock> trustedProxies,
    List<IceServer> iceServers,
    Limits limits,
    long logBytes,
    long totalLogBytes,
    long totalRosterBytes,
    long totalUnsentBytes,
    long totalIncomingBytes,
    int rooms,
    int peersPerRoom,
    int connections,
    int connectionsPerAddress,
    int joinsPerAddress,
    Duration heartbeatTimeout,
    Duration resumeWindow,
    Duration historyAge,
    boolean historySinceAdmission,
    Duration drain,
    int ioThreads,
    Set<String> chosen) {

  /** The same with so many connections. */
  ServerConfig withConnections(int most) {
    return with(totalLogBytes, totalRosterBytes, totalUnsentBytes, totalIncomingBytes, most);
  }

  /** The same with these bytes in all. */
  ServerConfig withBudgets(long log, long rosters, long unsent, long incoming) {
    return with(log, rosters, unsent, incoming, connections);
  }

  private ServerConfig with(long log, long rosters, long unsent, long incoming, int most) {
    return new ServerConfig(
        host,
        port,
        origins,
        trustedProxies,
        iceServers,
        limits,
        logBytes,
        log,
        rosters,
        unsent,
        incoming,
        rooms,
        peersPerRoom,
        most,
        connectionsPerAddress,
        joinsPerAddress,
        heartbeatTimeout,
        resumeWindow,
        historyAge,
        historySinceAdmission,
        drain,
        ioThreads,
        chosen);
  }

  /** The most connections of one address: at most half of all, unless more have been chosen. */
  public int connectionsOfAddress() {
    return chosen.contains(Setting.CONNECTIONS_PER_ADDRESS.key())
        ? connectionsPerAddress
        : Math.clamp(connections / 2, 1, connectionsPerAddress);
  }
}
