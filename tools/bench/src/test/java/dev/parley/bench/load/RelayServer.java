package dev.parley.bench.load;

import dev.parley.bench.net.Target;
import dev.parley.client.ClientHandshake;
import dev.parley.client.FrameCodec;
import dev.parley.client.HttpHead;
import dev.parley.client.Opcode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Supplier;

/** A server for pairs in the protocol of ws-relay.js, with faults that a test defines. */
final class RelayServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  private final Map<String, SynchronousQueue<OutputStream>> waiting = new ConcurrentHashMap<>();
  private final Supplier<Delivery> deliveries;

  /** Decides what the other client receives when a message has arrived. */
  interface Delivery {
    List<byte[]> deliver(int number, byte[] message);
  }

  /** Each client has a delivery of its own. */
  RelayServer(Supplier<Delivery> deliveries) throws IOException {
    this.deliveries = deliveries;
    Thread.ofVirtual().start(this::accept);
  }

  Target target() {
    return Target.local(listener.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // the test has ended
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      HttpHead head = HttpHead.read(in);
      String accept =
          ClientHandshake.acceptanceOf(head.headers().getOrDefault("sec-websocket-key", ""));
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      send(out, Opcode.TEXT, "joined".getBytes(StandardCharsets.UTF_8));
      OutputStream other = other(head.startLine(), out);
      Delivery delivery = deliveries.get();
      int number = 0;
      while (true) {
        int opcode = Opcode.of(in.readUnsignedByte());
        byte[] message = payload(in);
        if (opcode == Opcode.CLOSE) {
          send(out, Opcode.CLOSE, message);
          return;
        }
        for (byte[] delivered : delivery.deliver(++number, message)) {
          send(other, Opcode.TEXT, delivered);
        }
      }
    } catch (IOException | InterruptedException e) {
      // the client has disconnected
    }
  }

  /** The two clients of a room exchange their output streams. */
  private OutputStream other(String room, OutputStream mine) throws InterruptedException {
    SynchronousQueue<OutputStream> queue = new SynchronousQueue<>();
    SynchronousQueue<OutputStream> first = waiting.putIfAbsent(room, queue);
    if (first == null) {
      OutputStream other = queue.take();
      queue.put(mine);
      return other;
    }
    first.put(mine);
    return first.take();
  }

  private static byte[] payload(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() & 0x7F;
    length = length == 126 ? in.readUnsignedShort() : length;
    byte[] key = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < length; i++) {
      payload[i] ^= key[i % 4];
    }
    return payload;
  }

  private static void send(OutputStream out, int opcode, byte[] message) throws IOException {
    synchronized (out) {
      out.write(FrameCodec.header(Opcode.FIN | opcode, false, message.length));
      out.write(message);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
