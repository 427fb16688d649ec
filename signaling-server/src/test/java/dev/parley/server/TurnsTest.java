package dev.parley.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that sends without a break, or never ends what it has begun, has its bounds as well. */
class TurnsTest {
  private final ServerStage stage = new ServerStage();

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void aReadFullOfControlFramesClosesAWebSocket() throws IOException {
    try (var socket = socket()) {
      ByteArrayOutputStream pongs = new ByteArrayOutputStream();
      for (int i = 0; i < 40_000; i++) {
        pongs.writeBytes(new byte[] {(byte) (RawWebSocket.FIN | RawWebSocket.PONG), (byte) 0x80});
        pongs.writeBytes(new byte[4]);
      }
      socket.bytes(pongs.toByteArray());
      assertThat(socket.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void someHundredPingsAtOnceAreFine() throws IOException {
    try (var socket = socket()) {
      for (int i = 0; i < 500; i++) {
        socket.frame(RawWebSocket.FIN | RawWebSocket.PING, new byte[0]);
      }
      assertThat(socket.next().opcode()).isEqualTo(RawWebSocket.PONG);
      socket.say("{\"type\":\"ping\"}");
      String heard = "";
      while (!heard.contains("pong")) {
        RawWebSocket.Frame frame = socket.next();
        heard = frame.opcode() == RawWebSocket.TEXT ? frame.text() : "";
      }
    }
  }

  @Test
  void aMessageWhoseRestDoesNotComeIsCutThoughPongsDo() throws IOException {
    try (var socket = socket()) {
      socket.frame(RawWebSocket.TEXT, "{\"type\":".getBytes(US_ASCII));
      for (int i = 0; i < 7; i++) {
        socket.frame(RawWebSocket.FIN | RawWebSocket.PING, new byte[0]);
        RawWebSocket.Frame answer = socket.next();
        while (answer.opcode() != RawWebSocket.PONG) {
          answer = socket.next();
        }
        stage.advance(Duration.ofSeconds(8));
      }
      assertThat(socket.ends()).isTrue();
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderUpToABound() throws IOException {
    String request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.repeat(150).getBytes(US_ASCII));
      String answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answers.split("HTTP/1.1 200", -1)).hasSizeBetween(100, 110);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
      socket.setSoTimeout(60_000);
      String last = request.replace("Host:", "Connection: close\r\nHost:");
      socket.getOutputStream().write((request.repeat(50) + last).getBytes(US_ASCII));
      String answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(52);
    }
  }

  @Test
  void noTransferCodingButChunkedIsUnderstood() throws IOException {
    for (String coding : new String[] {"xchunked", "gzip, chunked", "chunked, gzip", "identity"}) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.port())) {
        socket.setSoTimeout(60_000);
        String request =
            "POST /v1/rooms/x/peers HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
                + coding
                + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"bad-message\"");
      }
    }
  }

  private RawWebSocket socket() throws IOException {
    var socket = new RawWebSocket(stage.port(), "/v1/rooms/turns", "");
    socket.say("{\"type\":\"join\",\"key\":\"turns-0123456789abcdefgh\"}");
    assertThat(socket.next().text()).contains("joined");
    return socket;
  }
}
