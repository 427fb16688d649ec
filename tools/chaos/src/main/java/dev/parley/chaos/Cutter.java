package dev.parley.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A way to a server on which one connection is cut at a byte that is told, and no other. */
final class Cutter implements AutoCloseable {
  private final InetSocketAddress server;
  private final ServerSocket door;
  private final int victim;
  private final Plan plan;
  private int connections;
  private volatile boolean cut;

  /** Of the connections through it, the first being 0, this one has that plan. */
  Cutter(InetSocketAddress server, int victim, Plan plan) throws IOException {
    this.server = server;
    this.victim = victim;
    this.plan = plan;
    this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::welcome);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) door.getLocalSocketAddress();
  }

  /** Whether there were so many connections, and so many bytes on that one. */
  boolean hasCut() {
    return cut;
  }

  private void welcome() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Plan befalls = connections++ == victim ? plan : Plan.CALM;
        Thread.ofVirtual().start(() -> pass(client, befalls));
      } catch (IOException e) {
        return; // it is closed
      }
    }
  }

  private void pass(Socket client, Plan befalls) {
    try (client;
        Socket upstream = new Socket()) {
      upstream.connect(server);
      new Passage(client, upstream, befalls, () -> cut = true).run();
    } catch (IOException e) {
      // the client finds out by itself
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
