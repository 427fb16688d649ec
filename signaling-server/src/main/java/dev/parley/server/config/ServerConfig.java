package dev.parley.server.config;

import dev.parley.signaling.participant.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The validated configuration of a server. docs/configuration.md describes each value.
 *
 * @param host a name or address, without brackets
 * @param origins in the form in which browsers send them, or {@link ConfigReader#ANY_ORIGIN}
 * @param web the directory with the page to serve; empty for the built-in page
 * @param limits the limits of one participant
 * @param logBytes bytes of events that one room keeps; {@code total…} are for all rooms together
 * @param connections 0 for as many as open files and heap allow, until {@link MemoryPlan} sets it
 * @param historySinceAdmission whether a peer receives only kept messages from after its first join
 * @param ioThreads 0 for one per processor
 * @param explicit the keys that some source sets; {@link MemoryPlan} may change only the others
 */
public record ServerConfig(
    String host,
    int port,
    List<String> origins,
    List<AddressBlock> trustedProxies,
    IceConfig ice,
    String web,
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
    Set<String> explicit) {

  ServerConfig withConnections(int max) {
    return with(totalLogBytes, totalRosterBytes, totalUnsentBytes, totalIncomingBytes, max);
  }

  ServerConfig withBudgets(long log, long rosters, long unsent, long incoming) {
    return with(log, rosters, unsent, incoming, connections);
  }

  private ServerConfig with(long log, long rosters, long unsent, long incoming, int max) {
    return new ServerConfig(
        host,
        port,
        origins,
        trustedProxies,
        ice,
        web,
        limits,
        logBytes,
        log,
        rosters,
        unsent,
        incoming,
        rooms,
        peersPerRoom,
        max,
        connectionsPerAddress,
        joinsPerAddress,
        heartbeatTimeout,
        resumeWindow,
        historyAge,
        historySinceAdmission,
        drain,
        ioThreads,
        explicit);
  }

  /** The limit for one address: at most half of all connections, unless it is set explicitly. */
  public int maxConnectionsPerAddress() {
    return explicit.contains(Setting.CONNECTIONS_PER_ADDRESS.key())
        ? connectionsPerAddress
        : Math.clamp(connections / 2, 1, connectionsPerAddress);
  }
}
