package dev.parley.server.config;

import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.session.Limits;
import java.time.Duration;
import java.util.List;

/** How a server is to run. */
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
    int rooms,
    int peersPerRoom,
    int connections,
    int connectionsPerAddress,
    int joinsPerAddress,
    Duration heartbeatTimeout,
    Duration resumeWindow,
    Duration drain,
    int ioThreads) {}
