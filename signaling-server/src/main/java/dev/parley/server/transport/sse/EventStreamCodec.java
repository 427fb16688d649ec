package dev.parley.server.transport.sse;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.wire.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Messages as events of a stream (HTML standard, server-sent events), where the number of an event
 * is its id, so that a browser comes back with it by itself.
 */
final class EventStreamCodec implements MessageCodec {
  private static final byte[] END = {'\n', '\n'};

  private final MessageCodec messages;

  EventStreamCodec(MessageCodec messages) {
    this.messages = messages;
  }

  @Override
  public byte[] encode(long seq, Event event) {
    byte[] json = messages.encode(seq, event);
    return event("id: " + seq + "\ndata: ", json);
  }

  @Override
  public byte[] encode(Notice notice) {
    return event("data: ", messages.encode(notice));
  }

  /** JSON has no line ends of its own, and so is one line of data. */
  private static byte[] event(String head, byte[] json) {
    ByteArrayOutputStream event =
        new ByteArrayOutputStream(head.length() + json.length + END.length);
    event.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    event.writeBytes(json);
    event.writeBytes(END);
    return event.toByteArray();
  }

  @Override
  public Request decode(byte[] text, int from, int to) {
    return messages.decode(text, from, to);
  }

  @Override
  public List<Request> decodeAll(byte[] text, int from, int to, int maxBytes) {
    return messages.decodeAll(text, from, to, maxBytes);
  }
}
