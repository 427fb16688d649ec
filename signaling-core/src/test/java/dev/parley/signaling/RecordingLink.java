package dev.parley.signaling;

import dev.parley.signaling.participant.Link;
import dev.parley.signaling.protocol.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A way to a client that reads at once, and remembers. */
public final class RecordingLink implements Link {
  private final List<String> heard = new ArrayList<>();
  private final List<CloseCode> closed = new ArrayList<>();

  /** What was sent. */
  public List<String> heard() {
    return heard;
  }

  /** What the connection was closed with. */
  public List<CloseCode> closed() {
    return closed;
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    messages.forEach(bytes -> heard.add(new String(bytes, StandardCharsets.UTF_8)));
    sent.run();
  }

  @Override
  public void close(CloseCode code) {
    closed.add(code);
  }
}
