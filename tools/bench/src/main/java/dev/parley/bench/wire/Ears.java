package dev.parley.bench.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who is told what comes over a line. */
public interface Ears {

  /** The server speaks WebSocket from here on. */
  void connected() throws IOException;

  /** A message; its bytes are good until the call returns. */
  void heard(byte[] bytes, int from, int to) throws IOException;

  /** The line is gone; {@code fault} says why, unless it was to end. */
  void ended(@Nullable String fault);
}
