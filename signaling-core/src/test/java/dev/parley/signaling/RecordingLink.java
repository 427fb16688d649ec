package dev.parley.signaling;

import dev.parley.signaling.participant.Link;
import dev.parley.signaling.protocol.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A link that reads at once, and records what it receives. */
public final class RecordingLink implements Link {
  private final List<String> received = new ArrayList<>();
  private final List<CloseCode> closed = new ArrayList<>();

  /** The messages, in order. */
  public List<String> received() {
    return received;
  }

  /** The codes that the connection was closed with. */
  public List<CloseCode> closed() {
    return closed;
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    messages.forEach(bytes -> received.add(new String(bytes, StandardCharsets.UTF_8)));
    sent.run();
  }

  @Override
  public void close(CloseCode code) {
    closed.add(code);
  }
}
