package dev.parley.signaling;

import dev.parley.signaling.participant.Listener;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Notice;
import java.util.ArrayList;
import java.util.List;

/** A participant in this process that remembers all it hears, in order. */
public final class RecordingListener implements Listener {
  private final List<Object> heard = new ArrayList<>();
  private final List<Long> seqs = new ArrayList<>();

  /** Events, notices, and the code that it was closed with. */
  public List<Object> heard() {
    return heard;
  }

  /** The numbers of the events. */
  public List<Long> seqs() {
    return seqs;
  }

  @Override
  public void event(long seq, Event event) {
    heard.add(event);
    seqs.add(seq);
  }

  @Override
  public void notice(Notice notice) {
    heard.add(notice);
  }

  @Override
  public void closed(CloseCode code) {
    heard.add(code);
  }
}
