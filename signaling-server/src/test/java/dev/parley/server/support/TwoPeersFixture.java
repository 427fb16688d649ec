package dev.parley.server.support;

import dev.parley.server.TestServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Base of tests in which Ann and then Ben have joined a room over HTTP. */
public abstract class TwoPeersFixture {
  protected static final String ROOM = "two-peers";

  @AutoClose protected final TestServer server;
  protected HttpPeer ann;
  protected HttpPeer ben;

  protected TwoPeersFixture(String... options) {
    server = new TestServer(options);
  }

  @BeforeEach
  void joinPeers() throws Exception {
    ann = server.peer(ROOM, "ann").join();
    ben = server.peer(ROOM, "ben").join();
  }
}
