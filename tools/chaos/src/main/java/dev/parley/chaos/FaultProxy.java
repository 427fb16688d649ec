package dev.parley.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A TCP proxy on the loopback address that ends each connection according to its fault plan. */
final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final Supplier<Route> routes;
  private final Observer observer;
  private final ServerSocket listener;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

  /** The server that a connection goes to, and the plan for its faults. */
  record Route(InetSocketAddress server, FaultPlan plan) {}

  /** Called by the threads of the connections. */
  interface Observer {
    /** The proxy ends a connection by a fault. */
    void cut(Fault fault);

    /** A connection without a planned fault has ended. */
    default void ended() {}

    /** The server has not accepted a connection. */
    default void unreachable() {}
  }

  /**
   * Listens on a free port.
   *
   * @param routes called for each connection, one after the other, in the order of acceptance
   */
  FaultProxy(Supplier<Route> routes, Observer observer) throws IOException {
    this.routes = routes;
    this.observer = observer;
    this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("fault-proxy").start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Route route = routes.get();
        Thread.ofVirtual().start(() -> forward(client, route));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void forward(Socket client, Route route) {
    Fault fault = route.plan().fault();
    try (client;
        Socket server = new Socket()) {
      server.connect(route.server());
      ProxiedConnection connection =
          new ProxiedConnection(client, server, route.plan(), () -> observer.cut(fault));
      connections.add(connection);
      connection.run();
      connections.remove(connection);
      if (fault == Fault.NONE) {
        observer.ended();
      }
    } catch (IOException e) {
      observer.unreachable(); // the client finds its connection closed
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    connections.forEach(ProxiedConnection::cut);
  }
}
