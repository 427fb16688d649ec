package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.EventEncoder;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Decodes requests, and encodes events and notices for the connections of one transport. Each
 * transport has its codec: {@link JsonCodec}, or one that wraps it, such as the codec of event
 * streams. Implementations are stateless and thread-safe.
 */
public interface MessageCodec extends EventEncoder {

  /**
   * Decodes a message. One that cannot be parsed becomes a {@link Request.Malformed}, with its id
   * if that could be read.
   *
   * @param text valid UTF-8, from one index to the other; the array may be reused afterwards
   */
  Request decode(byte[] text, int from, int to);

  /** The same for a string. */
  default Request decode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return decode(bytes, 0, bytes.length);
  }

  /**
   * Decodes a message, or an array of messages: the body of an HTTP post. Malformed messages become
   * {@link Request.Malformed}, each in its place.
   *
   * @param maxBytes the limit of each message
   * @throws dev.parley.signaling.protocol.ProtocolException with {@code too-large} if a message is
   *     longer, or there are more than 1,000
   */
  List<Request> decodeAll(byte[] text, int from, int to, int maxBytes);

  /** A notice as one message in UTF-8. */
  byte[] encode(Notice notice);
}
