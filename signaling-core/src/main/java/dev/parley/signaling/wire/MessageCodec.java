package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.EventEncoder;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A notation for the protocol: how requests are read, and events and notices written. */
public interface MessageCodec extends EventEncoder {

  /**
   * What a client said with these bytes of UTF-8, which are not kept; what cannot be understood is
   * a {@link Request.Malformed}.
   */
  Request decode(byte[] text, int from, int to);

  default Request decode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return decode(bytes, 0, bytes.length);
  }

  /**
   * What a client said with a text that may be an array of requests, each of which may have so many
   * bytes.
   *
   * @throws dev.parley.signaling.protocol.ProtocolException with {@code too-large} if one has more,
   *     or if they are too many
   */
  List<Request> decodeAll(byte[] text, int from, int to, int maxBytes);

  byte[] encode(Notice notice);
}
