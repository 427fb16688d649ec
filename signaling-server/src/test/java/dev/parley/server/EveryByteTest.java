package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chaos.EveryByte;
import dev.parley.server.config.ConfigReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A connection may be cut at any byte, and nothing is lost, repeated or put out of order. */
class EveryByteTest {
  /** A join alone has as many, there and back, on each of three transports. */
  private static final int LEAST_CUTS = 3_000;

  private static final List<String> OPTIONS =
      List.of(
          "--port=0", "--drain=0", "--connections-per-address=10000", "--joins-per-address=100000");

  @Test
  void nothingIsLostAtWhicheverByteAConnectionIsCut() throws Exception {
    SignalingServer server = SignalingServer.start(ConfigReader.read(OPTIONS, Map.of()));
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      EveryByte everyByte = new EveryByte(address, System.out);
      assertThat(everyByte.run()).as("all was well; what was not is printed above").isTrue();
      assertThat(everyByte.cuts()).isGreaterThan(LEAST_CUTS);
    } finally {
      server.stop();
    }
  }
}
