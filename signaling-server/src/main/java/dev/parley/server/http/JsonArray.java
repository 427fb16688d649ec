package dev.parley.server.http;

import java.nio.ByteBuffer;
import java.util.List;

/** Puts messages that are JSON already into one array. */
final class JsonArray {
  private JsonArray() {}

  static ByteBuffer of(List<byte[]> messages) {
    int length = 2 + messages.stream().mapToInt(message -> message.length + 1).sum();
    ByteBuffer array = ByteBuffer.allocate(length).put((byte) '[');
    for (byte[] message : messages) {
      if (array.position() > 1) {
        array.put((byte) ',');
      }
      array.put(message);
    }
    return array.put((byte) ']').flip();
  }
}
