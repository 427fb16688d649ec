package dev.parley.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Counts sent and received messages, and faults. */
final class Counters {
  private static final int MAX_REASONS = 3;
  private static final int MAX_REASON_LENGTH = 300;

  private final Set<String> reasons = new LinkedHashSet<>();
  private long sent;
  private long expected;
  private long received;
  private long repeated;
  private long late;
  private long misdirected;
  private long damaged;
  private long failed;
  private long notSent;
  private long refused;

  /** A message was sent to so many receivers. */
  void sent(int receivers) {
    sent++;
    expected += receivers;
  }

  /** Counts an arrival; false if the message is a repetition. */
  boolean received(SequenceChecker.Arrival arrival) {
    switch (arrival) {
      case IN_ORDER -> received++;
      case LATE -> {
        received++;
        late++;
      }
      case REPEATED -> repeated++;
    }
    return arrival != SequenceChecker.Arrival.REPEATED;
  }

  /** A message arrived at a client outside of the sender's group. */
  void misdirected() {
    misdirected++;
  }

  void damaged() {
    damaged++;
  }

  /** A message was due while the server had not accepted the earlier ones. */
  void notSent() {
    notSent++;
  }

  /** A connection failed. */
  void failed(String reason) {
    failed++;
    keep(reason);
  }

  /** The server sent an error message. */
  void refused(String message) {
    refused++;
    keep(message);
  }

  private void keep(String reason) {
    if (reasons.size() < MAX_REASONS) {
      reasons.add(reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH)));
    }
  }

  /** The number of deliveries, without repetitions. */
  long received() {
    return received;
  }

  /** Failed connections and error messages. */
  long failures() {
    return failed + refused;
  }

  /** The number of deliveries that have not happened yet. */
  long missing() {
    return expected - received;
  }

  String progress() {
    return "%,d messages sent, %,d connections failed".formatted(sent, failed);
  }

  /** One line for each kind of fault, then the reasons; empty if there was none. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    count(faults, refused, "requests refused, with these messages of the server:");
    count(faults, missing(), refused == 0 ? "lost" : "not delivered, some of them refused");
    count(faults, repeated, "repeated");
    count(faults, late, "out of order");
    count(faults, misdirected, "delivered to the wrong client");
    count(faults, damaged, "damaged");
    count(faults, notSent, "not sent because the server did not read the earlier ones");
    count(faults, failed, "connections failed");
    faults.addAll(reasons);
    return faults;
  }

  private static void count(List<String> faults, long times, String what) {
    if (times != 0) {
      faults.add("%,d %s".formatted(times, what));
    }
  }
}
