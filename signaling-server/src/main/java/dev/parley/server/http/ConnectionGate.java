package dev.parley.server.http;

import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Admits TCP connections, between accepting them and the HTTP parser. Each connection is counted
 * until it is closed, in total and for its client address. The server never stops accepting: a
 * connection beyond a limit becomes a spare one, which is refused with a reason, or is closed.
 *
 * <p>Connections are admitted on their I/O threads, and swept by the tick thread. Decision 15
 * explains the gate.
 */
public final class ConnectionGate {
  private static final long RETRY_MILLIS = 1_000;

  static final Notice.Error TOO_MANY_OF_ADDRESS =
      refusal(
          ErrorCode.RATE_LIMITED,
          "Too many connections from your address: close some, or try again later.");

  private static final Notice.Error TOO_MANY =
      refusal(
          ErrorCode.UNAVAILABLE, "The server cannot accept another connection: try again later.");

  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final ConnectionLimit limit;
  private final AddressRegistry addresses;
  private final ClientAddress clients;
  private final SpareConnections spare;
  private final IdleConnections idle;
  private final Heartbeat heartbeat;
  private final InstantSource clock;

  ConnectionGate(
      ConnectionLimit limit,
      AddressRegistry addresses,
      ClientAddress clients,
      SpareConnections spare,
      IdleConnections idle,
      Heartbeat heartbeat,
      InstantSource clock) {
    this.limit = limit;
    this.addresses = addresses;
    this.clients = clients;
    this.spare = spare;
    this.idle = idle;
    this.heartbeat = heartbeat;
    this.clock = clock;
  }

  private static Notice.Error refusal(ErrorCode code, String sentence) {
    return new Notice.Error(code, sentence, Request.NO_ID, List.of(), RETRY_MILLIS);
  }

  /**
   * A listener for accepted connections that passes on those that are admitted.
   *
   * @param http the parser; it has no hook of its own before it allocates buffers for a connection
   */
  ChannelListener<StreamConnection> before(ChannelListener<StreamConnection> http) {
    return channel -> {
      InetSocketAddress peer = channel.getPeerAddress(InetSocketAddress.class);
      if (peer == null) { // the client has closed it already
        IoUtils.safeClose(channel);
      } else {
        accept(channel, peer.getAddress(), http);
      }
    };
  }

  private void accept(
      StreamConnection channel, InetAddress address, ChannelListener<StreamConnection> http) {
    AddressAccount account = null; // a proxy's connection counts for no address, its requests do
    if (!clients.isTrusted(address)) {
      account = addresses.tryAcquire(AddressRegistry.nameOf(address));
      if (account == null) {
        acceptSpare(channel, address, TOO_MANY_OF_ADDRESS, http);
        return;
      }
    }
    if (!limit.tryAcquire() && !replaceIdle(account)) {
      if (account != null) {
        addresses.release(account);
      }
      acceptSpare(channel, address, TOO_MANY, http);
      return;
    }
    HttpConnection connection = new HttpConnection(channel, idle, account, null);
    open(connection, channel, http, () -> release(connection));
  }

  /** On a full server, closes an idle connection of an address that has more than this one. */
  private boolean replaceIdle(@Nullable AddressAccount account) {
    HttpConnection replaced =
        idle.oldestOfAddressAbove(account == null ? 0 : account.connections());
    if (replaced == null) {
      return false;
    }
    replaced.markBusy(); // or the next connection would select it as well
    limit.acquireInstead();
    replaced.abort();
    return true;
  }

  private void acceptSpare(
      StreamConnection channel,
      InetAddress address,
      Notice.Error refusal,
      ChannelListener<StreamConnection> http) {
    HttpConnection connection = new HttpConnection(channel, idle, null, refusal);
    String name = AddressRegistry.nameOf(address);
    if (spare.tryAdd(connection, name, clock.instant())) {
      open(connection, channel, http, () -> spare.remove(connection));
    } else {
      IoUtils.safeClose(channel);
    }
  }

  private void release(HttpConnection connection) {
    limit.release();
    AddressAccount account = connection.account();
    if (account != null) {
      addresses.release(account);
    }
  }

  private void open(
      HttpConnection connection,
      StreamConnection channel,
      ChannelListener<StreamConnection> http,
      Runnable onClosed) {
    connections.add(connection);
    connection.markIdle();
    channel.setCloseListener(_ -> { // Undertow adds its own to it, and does not replace it
      connections.remove(connection);
      connection.markBusy();
      connection.releaseAll();
      onClosed.run();
    });
    http.handleEvent(channel);
  }

  /** The number of spare connections. */
  int maxSpare() {
    return spare.max();
  }

  /** The number of connections, without spare ones. */
  int max() {
    return limit.max();
  }

  /** Hands a connection over to WebSocket, which has timeouts of its own. It stays counted. */
  public void upgraded(HttpConnection connection) {
    connections.remove(connection);
    connection.markBusy();
    connection.removeMeters();
  }

  /** Enforces timeouts: a sweep over all connections costs less than a timer for each. */
  void tick(FaultBarrier faults) {
    Instant now = clock.instant();
    connections.forEach(connection ->
        faults.isolate("ticking a connection", () -> connection.tick(now, heartbeat)));
    faults.isolate("ticking the spare connections", () -> spare.tick(now));
  }
}
