package dev.parley.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.client.Frame;
import dev.parley.client.HttpConnection;
import dev.parley.client.MessageDecoder;
import dev.parley.client.Opcode;
import dev.parley.client.WebSocketConnection;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A WebSocket through the proxy: a thread for each direction. Any thread may interfere. */
final class ProxiedConnection {
  private final String path;
  private final Map<String, String> headers;
  private final WebSocketConnection client;
  private final HttpConnection clientSocket;
  private final WebSocketConnection server;
  private final Interference interference;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean silent;

  ProxiedConnection(
      String path,
      Map<String, String> headers,
      WebSocketConnection client,
      HttpConnection clientSocket,
      WebSocketConnection server,
      Interference interference) {
    this.path = path;
    this.headers = headers;
    this.client = client;
    this.clientSocket = clientSocket;
    this.server = server;
    this.interference = interference;
  }

  String path() {
    return path;
  }

  /** The headers of the client's request to upgrade, by their names in lower case. */
  Map<String, String> headers() {
    return headers;
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Carries messages until one end closes. */
  void run() {
    interference.opened(this);
    Thread.ofVirtual().start(() -> forward(server, new FromServer()));
    forward(client, new FromClient());
  }

  private void forward(WebSocketConnection from, MessageDecoder.Handler handler) {
    MessageDecoder decoder = new MessageDecoder(from.maxMessageBytes(), handler);
    try {
      while (true) {
        Frame frame = from.receiveFrame();
        decoder.frame(frame.first(), frame.payload().array(), 0, frame.payload().remaining());
      }
    } catch (IOException _) {
      end();
    }
  }

  /** Sends a message to the client. */
  void send(String text) {
    sendToClient(client.frame(Opcode.FIN | Opcode.TEXT, text.getBytes(UTF_8)));
  }

  void ping(byte[] payload) {
    sendToClient(client.frame(Opcode.FIN | Opcode.PING, payload));
  }

  /** Closes the client's WebSocket. */
  void close(int code) {
    sendToClient(
        client.frame(
            Opcode.FIN | Opcode.CLOSE, new byte[] {(byte) (code >> Byte.SIZE), (byte) code}));
    end();
  }

  /** Sends the first half of a message's frame, and ends the connection. */
  void sendHalf(String text) {
    byte[] frame = client.frame(Opcode.FIN | Opcode.TEXT, text.getBytes(UTF_8));
    sendToClient(Arrays.copyOf(frame, frame.length / 2));
    end();
  }

  /** Ends the connection with a reset, as a lost network does. */
  void cut() {
    try {
      clientSocket.socket().setSoLinger(true, 0);
    } catch (IOException _) {
      // ended already
    }
    end();
  }

  /** Carries nothing from now on, in either direction, and answers no ping. */
  void silence() {
    silent = true;
  }

  private void sendToClient(byte[] bytes) {
    try {
      client.send(bytes);
    } catch (IOException _) {
      end();
    }
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      client.close();
      server.close();
      interference.ended(this);
    }
  }

  private final class FromClient implements MessageDecoder.Handler {
    @Override
    public void message(byte[] bytes, int from, int to) throws IOException {
      if (!silent) {
        String text = new String(bytes, from, to - from, UTF_8);
        for (String each : interference.fromClient(ProxiedConnection.this, text)) {
          server.send(each);
        }
      }
    }

    @Override
    public void control(int opcode, byte[] bytes, int from, int to) throws IOException {
      byte[] payload = Arrays.copyOfRange(bytes, from, to);
      if (opcode == Opcode.PONG) {
        interference.pong(ProxiedConnection.this, payload);
      } else if (opcode == Opcode.CLOSE) {
        server.send(server.frame(Opcode.FIN | opcode, payload));
        end();
      } else if (!silent) {
        client.send(client.frame(Opcode.FIN | Opcode.PONG, payload));
      }
    }
  }

  private final class FromServer implements MessageDecoder.Handler {
    @Override
    public void message(byte[] bytes, int from, int to) {
      if (!silent) {
        String text = new String(bytes, from, to - from, UTF_8);
        interference.fromServer(ProxiedConnection.this, text).forEach(ProxiedConnection.this::send);
      }
    }

    @Override
    public void control(int opcode, byte[] bytes, int from, int to) throws IOException {
      byte[] payload = Arrays.copyOfRange(bytes, from, to);
      if (opcode == Opcode.PING) {
        server.send(server.frame(Opcode.FIN | Opcode.PONG, payload));
      } else if (opcode == Opcode.CLOSE) {
        sendToClient(client.frame(Opcode.FIN | opcode, payload));
        end();
      }
    }
  }
}
