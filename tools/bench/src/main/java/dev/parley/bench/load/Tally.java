package dev.parley.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Counts what was said and heard, and what went wrong. */
final class Tally {
  private static final int MOST_COMPLAINTS = 3;
  private static final int LONGEST_COMPLAINT = 300;

  private final Set<String> complaints = new LinkedHashSet<>();
  private long sent;
  private long expected;
  private long heard;
  private long repeated;
  private long late;
  private long strange;
  private long damaged;
  private long broken;
  private long heldBack;
  private long complained;

  /** A message was sent, and so many are to hear it. */
  void sent(int listeners) {
    sent++;
    expected += listeners;
  }

  /** A message has come; whether it is a new one. */
  boolean heard(Sequence.Arrival arrival) {
    switch (arrival) {
      case IN_ORDER -> heard++;
      case LATE -> {
        heard++;
        late++;
      }
      case REPEATED -> repeated++;
    }
    return arrival != Sequence.Arrival.REPEATED;
  }

  /** A message from somebody who does not talk to this listener. */
  void strange() {
    strange++;
  }

  void damaged() {
    damaged++;
  }

  /** A message was due, and the server had not taken those before it. */
  void heldBack() {
    heldBack++;
  }

  /** A connection has failed. */
  void broken(String why) {
    broken++;
    note(why);
  }

  /** The server says that something is wrong. */
  void complaint(String said) {
    complained++;
    note(said);
  }

  private void note(String said) {
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(said.substring(0, Math.min(said.length(), LONGEST_COMPLAINT)));
    }
  }

  /** How many messages have come, each counted once. */
  long heard() {
    return heard;
  }

  /** How many connections have failed, and how often the server has complained. */
  long wrong() {
    return broken + complained;
  }

  /** Messages that somebody has yet to hear. */
  long missing() {
    return expected - heard;
  }

  /** One line for whoever watches. */
  String progress() {
    return "%,d messages sent, %,d connections failed".formatted(sent, broken);
  }

  /** What went wrong, each thing in a few words; nothing if all went well. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    count(faults, complained, "refused: what the server says stands below");
    count(faults, missing(), complained == 0 ? "lost" : "not heard, refused ones among them");
    count(faults, repeated, "repeated");
    count(faults, late, "out of order");
    count(faults, strange, "sent to the wrong one");
    count(faults, damaged, "damaged");
    count(faults, heldBack, "held back, because the server did not take what came before");
    count(faults, broken, "connections failed");
    faults.addAll(complaints);
    return faults;
  }

  private static void count(List<String> faults, long times, String what) {
    if (times != 0) {
      faults.add("%,d %s".formatted(times, what));
    }
  }
}
