package dev.parley.bench.load;

import dev.parley.bench.wire.Target;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Supplier;

/** A server for pairs, which speaks the dialect {@code ws}; what its post does, a test decides. */
final class PairServer implements AutoCloseable {
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;

  private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  private final Map<String, SynchronousQueue<DataOutputStream>> waiting = new ConcurrentHashMap<>();
  private final Supplier<Post> posts;

  /** Each client has a post of its own. */
  PairServer(Supplier<Post> posts) throws IOException {
    this.posts = posts;
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
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      String room = upgrade(in, out);
      send(out, TEXT, "joined".getBytes(StandardCharsets.UTF_8));
      DataOutputStream other = other(room, out);
      Post post = posts.get();
      int number = 0;
      while (true) {
        int opcode = in.readUnsignedByte();
        byte[] message = payload(in);
        if (opcode == CLOSE) {
          send(out, CLOSE, message);
          return;
        }
        for (byte[] delivered : post.deliver(++number, message)) {
          send(other, TEXT, delivered);
        }
      }
    } catch (IOException | InterruptedException e) {
      // it has gone
    }
  }

  /** The two of a room swap where they hear. */
  private DataOutputStream other(String room, DataOutputStream mine) throws InterruptedException {
    SynchronousQueue<DataOutputStream> mail = new SynchronousQueue<>();
    SynchronousQueue<DataOutputStream> first = waiting.putIfAbsent(room, mail);
    if (first == null) {
      DataOutputStream other = mail.take();
      mail.put(mine);
      return other;
    }
    first.put(mine);
    return first.take();
  }

  private static String upgrade(InputStream in, DataOutputStream out) throws IOException {
    String path = "";
    String key = "";
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      path = line.startsWith("GET ") ? line.substring(4, line.lastIndexOf(' ')) : path;
      key = line.startsWith("Sec-WebSocket-Key: ") ? line.substring(19) : key;
    }
    out.writeBytes("HTTP/1.1 101 Yes\r\nSec-WebSocket-Accept: " + accepted(key) + "\r\n\r\n");
    return path;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private static String accepted(String key) throws IOException {
    try {
      byte[] both =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
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

  private static void send(DataOutputStream out, int first, byte[] message) throws IOException {
    synchronized (out) {
      out.writeByte(first);
      if (message.length < 126) {
        out.writeByte(message.length);
      } else {
        out.writeByte(126);
        out.writeShort(message.length);
      }
      out.write(message);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
