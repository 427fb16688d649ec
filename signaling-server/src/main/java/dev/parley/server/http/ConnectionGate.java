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
 * What every TCP connection passes when it has been accepted, before it costs anything: it is
 * counted, for all and for its address, until it is closed. Accepting never stops: a connection
 * beyond a bound is told so where there is a place for that, and closed.
 */
public final class ConnectionGate {
  private static final long RETRY_MILLIS = 1_000;

  static final Notice.Error TOO_MANY_OF_ADDRESS =
      refusal(ErrorCode.RATE_LIMITED, "There are too many connections from your address.");

  private static final Notice.Error TOO_MANY =
      refusal(
          ErrorCode.UNAVAILABLE,
          "The server has no place for another connection: try again later.");

  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final ConnectionLimit capacity;
  private final AddressRegistry addresses;
  private final ClientAddress clients;
  private final RefusedConnections spare;
  private final IdleConnections idle;
  private final Heartbeat heartbeat;
  private final InstantSource clock;

  ConnectionGate(
      ConnectionLimit capacity,
      AddressRegistry addresses,
      ClientAddress clients,
      RefusedConnections spare,
      IdleConnections idle,
      Heartbeat heartbeat,
      InstantSource clock) {
    this.capacity = capacity;
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

  /** Lets connections through to a server of HTTP; called on the I/O thread of each. */
  ChannelListener<StreamConnection> before(ChannelListener<StreamConnection> http) {
    return channel -> {
      InetSocketAddress peer = channel.getPeerAddress(InetSocketAddress.class);
      if (peer == null) { // it has gone already
        IoUtils.safeClose(channel);
      } else {
        accept(channel, peer.getAddress(), http);
      }
    };
  }

  private void accept(
      StreamConnection channel, InetAddress address, ChannelListener<StreamConnection> http) {
    AddressAccount account = null;
    if (!clients.isTrusted(address)) {
      account = addresses.tryEnter(AddressRegistry.nameOf(address));
      if (account == null) {
        acceptSpare(channel, address, TOO_MANY_OF_ADDRESS, http);
        return;
      }
    }
    if (!capacity.tryEnter() && !displace(account)) {
      if (account != null) {
        addresses.leave(account);
      }
      acceptSpare(channel, address, TOO_MANY, http);
      return;
    }
    HttpConnection connection = new HttpConnection(channel, idle, account, null);
    open(connection, channel, http, () -> leave(connection));
  }

  /** Makes room for an address, or a proxy, at the cost of one that has many idle connections. */
  private boolean displace(@Nullable AddressAccount account) {
    HttpConnection displaced =
        idle.oldestOfAddressAbove(account == null ? 0 : account.connections());
    if (displaced == null) {
      return false;
    }
    displaced.leaveIdle();
    capacity.enterInstead();
    displaced.cut();
    return true;
  }

  private void acceptSpare(
      StreamConnection channel,
      InetAddress address,
      Notice.Error refusal,
      ChannelListener<StreamConnection> http) {
    HttpConnection connection = new HttpConnection(channel, idle, null, refusal);
    String name = AddressRegistry.nameOf(address);
    if (spare.tryEnter(connection, name, clock.instant())) {
      open(connection, channel, http, () -> spare.leave(connection));
    } else {
      IoUtils.safeClose(channel);
    }
  }

  private void leave(HttpConnection connection) {
    capacity.exit();
    AddressAccount account = connection.account();
    if (account != null) {
      addresses.leave(account);
    }
  }

  private void open(
      HttpConnection connection,
      StreamConnection channel,
      ChannelListener<StreamConnection> http,
      Runnable left) {
    connections.add(connection);
    connection.becomeIdle();
    channel.setCloseListener(_ -> { // beside the one that Undertow sets
      connections.remove(connection);
      connection.leaveIdle();
      connection.closed();
      left.run();
    });
    http.handleEvent(channel);
  }

  /** How many connections are refused at once, beside those that are counted. */
  int spare() {
    return spare.most();
  }

  /** How many are counted. */
  int most() {
    return capacity.most();
  }

  /** The connection speaks another protocol from now on, which watches over it. */
  public void upgraded(HttpConnection connection) {
    connections.remove(connection);
    connection.leaveIdle();
    connection.stepAside();
  }

  /** One sweep for all connections, instead of a timer for each. */
  void tick(FaultBarrier faults) {
    Instant now = clock.instant();
    connections.forEach(connection ->
        faults.isolate("ticking a connection", () -> connection.tick(now, heartbeat)));
    faults.isolate("ticking the spare connections", () -> spare.tick(now));
  }
}
