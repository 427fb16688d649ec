package dev.parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chaos.CutAtEachByte;
import dev.parley.server.config.ConfigReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A short conversation is repeated, each time with the connection cut one byte later. */
class CutAtEachByteTest {
  /** The bytes of a join and its response, on each of three transports. */
  private static final int MIN_CUTS = 3_000;

  private static final List<String> OPTIONS =
      List.of(
          "--port=0", "--drain=0", "--connections-per-address=10000", "--joins-per-address=100000");

  @Test
  void noEventIsLostWhenAConnectionIsCutAfterAnyByte() throws Exception {
    SignalingServer server = SignalingServer.start(ConfigReader.read(OPTIONS, Map.of()));
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      CutAtEachByte cuts = new CutAtEachByte(address, new PrintWriter(System.out, true, UTF_8));
      assertThat(cuts.run()).as("no violation: each is printed above").isTrue();
      assertThat(cuts.cuts()).isGreaterThan(MIN_CUTS);
    } finally {
      server.stop();
    }
  }
}
