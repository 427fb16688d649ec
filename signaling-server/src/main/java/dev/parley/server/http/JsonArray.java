package dev.parley.server.http;

import java.util.ArrayList;
import java.util.List;

/** An array of messages that are JSON already, as the pieces that it is made of. */
final class JsonArray {
  private static final byte[] BEGIN = {'['};
  private static final byte[] COMMA = {','};
  private static final byte[] END = {']'};

  private JsonArray() {}

  static List<byte[]> of(List<byte[]> messages) {
    List<byte[]> pieces = new ArrayList<>(2 * messages.size() + 2);
    for (byte[] message : messages) {
      pieces.add(pieces.isEmpty() ? BEGIN : COMMA);
      pieces.add(message);
    }
    if (pieces.isEmpty()) {
      pieces.add(BEGIN);
    }
    pieces.add(END);
    return pieces;
  }
}
