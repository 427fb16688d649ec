package dev.parley.signaling;

import dev.parley.signaling.participant.Listener;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;
import java.util.ArrayList;
import java.util.List;

/** A listener that records what it receives, in order. */
public final class RecordingListener implements Listener {
  private final List<Object> received = new ArrayList<>();
  private final List<Long> seqs = new ArrayList<>();

  /** Events, notices, and the code that it was closed with. */
  public List<Object> received() {
    return received;
  }

  /** The numbers of the events. */
  public List<Long> seqs() {
    return seqs;
  }

  @Override
  public void event(long seq, Event event) {
    received.add(event);
    seqs.add(seq);
  }

  @Override
  public void notice(Notice notice) {
    received.add(notice);
  }

  @Override
  public void closed(CloseCode code) {
    received.add(code);
  }
}
