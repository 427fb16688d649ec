package dev.parley.bench.dialect;

import java.util.EnumMap;
import java.util.Map;

/** Writes what one client says: it knows whose turn it is and where it goes, and counts. */
public final class Pen {
  private final Map<Kind, Envelope> envelopes = new EnumMap<>(Kind.class);
  private final Dialect dialect;
  private final Names names;
  private final Letter letter;
  private int written;

  public Pen(Dialect dialect, Names names, Letter letter) {
    this.dialect = dialect;
    this.names = names;
    this.letter = letter;
  }

  /** How many messages have been written. */
  public int written() {
    return written;
  }

  public void write(Kind kind, String to, int sender, long sentAt, int size) {
    Envelope envelope = envelopes.get(kind);
    if (envelope == null) {
      envelope = Envelope.of(dialect.letter(kind, names, to));
      envelopes.put(kind, envelope);
    }
    letter.compose(envelope, kind, sender, ++written, sentAt, Math.max(size, Mark.LENGTH));
  }

  public void writeFarewell(String farewell) {
    letter.compose(Envelope.of(farewell), ++written);
  }
}
