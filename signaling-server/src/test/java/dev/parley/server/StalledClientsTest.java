package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that takes nothing of what waits for it is cut, whatever it says meanwhile. */
class StalledClientsTest {
  private static final String FILLER = "x".repeat(60_000);
  private static final int NOT_MUCH = 4_096;
  private static final int ROUNDS = 200;

  private final ServerStage stage = new ServerStage("--messages-per-second", "100000");

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void soIsOneThatAsksForPagesAndReadsNone() throws Exception {
    try (Socket socket = connect()) {
      String request = "GET /ui/app.js HTTP/1.1\r\nHost: x\r\n\r\n";
      boolean open = true;
      socket.setSoTimeout(1);
      OutputStream out = socket.getOutputStream();
      Thread asking =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    out.write(request.getBytes(StandardCharsets.US_ASCII));
                  }
                } catch (IOException e) {
                  // it is cut
                }
              });
      for (int round = 0; open && round < ROUNDS; round++) {
        stage.advance(Duration.ofSeconds(46)); // it takes a while until nothing more goes
        open = !asking.join(Duration.ofMillis(50));
      }
      assertThat(open).isFalse();
    }
  }

  @Test
  void soIsAWebSocketThoughItAnswersPings() throws Exception {
    try (var deaf = RawWebSocket.over(connect(), "stalled");
        var loud = new RawWebSocket(stage.port(), "/v1/rooms/stalled", "")) {
      deaf.say("{\"type\":\"join\",\"key\":\"deaf-0123456789abcdefgh\"}");
      assertThat(deaf.next().text()).contains("joined");
      loud.say("{\"type\":\"join\",\"key\":\"loud-0123456789abcdefgh\"}");
      assertThat(loud.next().text()).contains("joined");
      for (int id = 1; id <= 200; id++) {
        loud.say("{\"type\":\"message\",\"id\":%d,\"data\":\"%s\"}".formatted(id, FILLER));
      }
      String heard = "";
      for (int round = 0; round < ROUNDS && !heard.contains("\"online\":false"); round++) {
        pong(deaf);
        pong(loud);
        stage.advance(Duration.ofSeconds(10));
        loud.say("{\"type\":\"ping\"}");
        heard = untilPong(loud);
      }
      assertThat(heard).contains("\"online\":false");
    }
  }

  private static void pong(RawWebSocket socket) {
    try {
      socket.frame(RawWebSocket.FIN | RawWebSocket.PONG, new byte[0]);
    } catch (IOException e) {
      // it is cut
    }
  }

  /** All texts until the answer to a ping of ours. */
  private static String untilPong(RawWebSocket socket) throws IOException {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf("\"pong\"") < 0) {
      RawWebSocket.Frame frame = socket.next();
      heard.append(frame.opcode() == RawWebSocket.TEXT ? frame.text() : "");
    }
    return heard.toString();
  }

  /** A connection whose client has place for little. */
  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(NOT_MUCH);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port()));
    return socket;
  }
}
