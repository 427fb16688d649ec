package dev.parley.server.config;

import dev.parley.signaling.protocol.IceServer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The STUN and TURN servers that clients receive.
 *
 * @param servers that are the same for all clients
 * @param turnUrls of servers with credentials for each client; empty without {@code turnSecret}
 * @param turnSecret shared with those servers
 * @param turnTtl for how long those credentials are valid
 */
public record IceConfig(
    List<IceServer> servers,
    List<String> turnUrls,
    @Nullable Secret turnSecret,
    Duration turnTtl) {}
