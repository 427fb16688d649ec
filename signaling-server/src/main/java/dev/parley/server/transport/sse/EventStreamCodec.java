package dev.parley.server.transport.sse;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.wire.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Encodes messages as server-sent events (HTML standard). The id of an event is its number in the
 * room's log: a browser sends the last id when it reconnects, and so resumes by itself.
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

  /** Encoded JSON contains no line ends, so it is one line of data. */
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
