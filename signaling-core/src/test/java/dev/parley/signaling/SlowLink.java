package dev.parley.signaling;

import dev.parley.signaling.participant.Link;
import dev.parley.signaling.protocol.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A link whose writes complete when the test calls {@link #readAll}. */
public final class SlowLink implements Link {
  private final List<String> received = new ArrayList<>();
  private final List<CloseCode> closed = new ArrayList<>();
  private final Queue<Runnable> writes = new ArrayDeque<>();

  /** The messages that the server has written, completed or not. */
  public List<String> received() {
    return received;
  }

  /** The codes that the connection was closed with. */
  public List<CloseCode> closed() {
    return closed;
  }

  /** Completes all writes, including those that a completion causes. */
  public void readAll() {
    for (Runnable sent = writes.poll(); sent != null; sent = writes.poll()) {
      sent.run();
    }
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    messages.forEach(bytes -> received.add(new String(bytes, StandardCharsets.UTF_8)));
    writes.add(sent);
  }

  @Override
  public void close(CloseCode code) {
    closed.add(code);
  }
}
