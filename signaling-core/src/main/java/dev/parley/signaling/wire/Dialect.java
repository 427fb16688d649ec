package dev.parley.signaling.wire;

import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;

/** A spelling of the protocol: how requests are read, and events and notices written. */
public interface Dialect {

  /** What a client said; what cannot be understood is a {@link Request.Garbled}. */
  Request decode(String text);

  byte[] encode(long seq, Event event);

  byte[] encode(Notice notice);
}
