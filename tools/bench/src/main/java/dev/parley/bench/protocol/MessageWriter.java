package dev.parley.bench.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** Composes and numbers the messages of one client, which always sends to the same receiver. */
public final class MessageWriter {
  /** Room for the longest message. */
  public static final int MAX_BYTES = 1 << 17;

  private final Map<MessageKind, Template> templates = new EnumMap<>(MessageKind.class);
  private final ServerProtocol protocol;
  private final ServerProtocol.Identity identity;
  private final ByteBuffer buffer;
  private int written;

  /** Writes into a buffer with an array, which the clients of one thread may share. */
  public MessageWriter(
      ServerProtocol protocol, ServerProtocol.Identity identity, ByteBuffer buffer) {
    this.protocol = protocol;
    this.identity = identity;
    this.buffer = buffer;
  }

  /** How many messages it has written. */
  public int written() {
    return written;
  }

  /** Writes the next message, with a payload of {@code size} bytes or the shortest possible. */
  public void write(MessageKind kind, String to, int sender, long sentAt, int size) {
    Template template = templates.get(kind);
    if (template == null) {
      template = new Template(protocol.template(kind, identity, to));
      templates.put(kind, template);
    }
    template.begin(buffer, ++written);
    Payload.write(buffer, kind, sender, written, sentAt, Math.max(size, Payload.HEADER_LENGTH));
    buffer.put(template.afterPayload);
  }

  /** Writes a message without a payload. */
  public void write(String template) {
    new Template(template).begin(buffer, ++written);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A message split at its number, if it has one, and at its payload. */
  private static final class Template {
    private final byte[] start;
    private final boolean numbered;
    private final byte[] beforePayload;
    private final byte[] afterPayload;

    Template(String text) {
      String[] parts = text.split(ServerProtocol.PAYLOAD, 2);
      String[] front = parts[0].split(ServerProtocol.NUMBER, 2);
      numbered = front.length > 1;
      start = bytes(front[0]);
      beforePayload = bytes(numbered ? front[1] : "");
      afterPayload = bytes(parts.length > 1 ? parts[1] : "");
    }

    void begin(ByteBuffer buffer, int number) {
      buffer.clear().put(start);
      if (numbered) {
        buffer.put(bytes(Integer.toString(number)));
      }
      buffer.put(beforePayload);
    }
  }
}
