package dev.parley.bench.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes to a server and from it, without waiting. */
interface Wire {

  /** How many bytes have come, or -1 if no more will. */
  int read(ByteBuffer into) throws IOException;

  /** Takes as much as goes now. */
  void write(ByteBuffer from) throws IOException;

  /** Whether more would go as soon as the socket takes it. */
  boolean isBlocked();
}
