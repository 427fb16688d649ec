package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.Spelling;
import java.util.List;

/** A spelling of the protocol: how requests are read, and events and notices written. */
public interface Dialect extends Spelling {

  /**
   * What a client said with these bytes of UTF-8, which are not kept; what cannot be understood is
   * a {@link Request.Garbled}.
   */
  Request decode(byte[] text, int from, int to);

  /** The same for a text that may be an array of them. */
  List<Request> decodeAll(byte[] text);

  byte[] encode(Notice notice);
}
