package dev.parley.server;

import dev.parley.server.config.ConfigReader;
import dev.parley.signaling.protocol.PeerKey;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a server does all day, done once in a few seconds, so that the JVM can write down (JEP 514)
 * which classes a server needs, and later ones start from that. Each thing is done a few times
 * only: what becomes hot here would be compiled at each start, before anybody is served.
 */
public final class AotTraining {
  private static final int CALLS = 3;
  private static final int CANDIDATES = 4;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int MASK_BIT = 0x80;
  private static final int TEXT = 0x81;
  private static final int TWO_BYTES = 126;
  private static final String SDP = "v=0\\r\\n" + "a=candidate:1 1 udp 2113937151\\r\\n".repeat(60);

  private AotTraining() {}

  public static void main(String[] args) throws IOException {
    SignalingServer server =
        SignalingServer.start(ConfigReader.read(List.of("--port", "0", "--drain", "0"), Map.of()));
    try {
      rehearse(server.port());
    } finally {
      server.stop();
    }
  }

  private static void rehearse(int port) throws IOException {
    for (String path : List.of("/", "/healthz", "/readyz", "/nothing")) {
      request(port, "GET", path, "");
    }
    request(port, "POST", "/v1/rooms/rehearsal/peers", join(0));
    for (int call = 1; call <= CALLS; call++) {
      call(port, call);
    }
  }

  private static void request(int port, String method, String path, String body)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              (method
                      + " "
                      + path
                      + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }

  private static void call(int port, int number) throws IOException {
    try (Caller ann = new Caller(port, "call" + number);
        Caller ben = new Caller(port, "call" + number)) {
      ann.say(join(1));
      ann.hears("joined");
      ben.say(join(2));
      ben.hears("joined");
      ann.hears("peer-joined");
      ben.say(said("offer", 1, ",\"to\":\"" + key(1).id() + "\",\"sdp\":\"" + SDP + "\""));
      ann.hears("offer");
      ann.say(said("answer", 1, ",\"to\":\"" + key(2).id() + "\",\"sdp\":\"" + SDP + "\""));
      ben.hears("answer");
      for (int id = 2; id < CANDIDATES; id++) {
        ann.say(candidate(id, key(2)));
        ben.hears("candidate");
        ben.say(candidate(id, key(1)));
        ann.hears("candidate");
      }
      ann.say(said("message", CANDIDATES, ",\"data\":\"hello\""));
      ben.hears("message");
      ben.say(said("leave", CANDIDATES, ""));
      ann.hears("peer-left");
    }
  }

  private static PeerKey key(int number) {
    return new PeerKey("the-key-of-a-peer-in-a-rehearsal-" + number);
  }

  private static String join(int number) {
    return "{\"type\":\"join\",\"key\":\"" + key(number).value() + "\",\"name\":\"Ann\"}";
  }

  private static String said(String type, int id, String members) {
    return "{\"type\":\"" + type + "\",\"id\":" + id + members + "}";
  }

  private static String candidate(int id, PeerKey to) {
    return said(
        "candidate",
        id,
        ",\"to\":\"" + to.id() + "\",\"candidate\":{\"candidate\":\"candidate:1 1 udp\"}");
  }

  /** The least of a WebSocket client: whole messages of text, and a mask of zeros. */
  private static final class Caller implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Caller(int port, String room) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      write(
          ("GET /v1/rooms/"
                  + room
                  + """
                   HTTP/1.1\r
                  Host: localhost\r
                  Upgrade: websocket\r
                  Connection: Upgrade\r
                  Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                  Sec-WebSocket-Version: 13\r
                  Sec-WebSocket-Protocol: signaling.v1\r
                  \r
                  """)
              .getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
    }

    void say(String text) throws IOException {
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(TEXT);
      if (payload.length < TWO_BYTES) {
        frame.write(MASK_BIT | payload.length);
      } else {
        frame.write(MASK_BIT | TWO_BYTES);
        frame.write(payload.length >> Byte.SIZE);
        frame.write(payload.length);
      }
      frame.writeBytes(new byte[Integer.BYTES]);
      frame.writeBytes(payload);
      write(frame.toByteArray());
    }

    private void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    void hears(String type) throws IOException {
      String text;
      do {
        in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] payload = new byte[length == TWO_BYTES ? in.readUnsignedShort() : length];
        in.readFully(payload);
        text = new String(payload, StandardCharsets.UTF_8);
      } while (!text.contains("\"type\":\"" + type + "\""));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
