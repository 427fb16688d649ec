package dev.parley.siege.verdict;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** Collects what did not hold, as sentences, each with the attack that was under way. */
public final class Judge {
  /**
   * The longest that an honest client may wait for anything; the machine may be slow and shared.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The longest that a monitor may wait: it takes a server that is slower for dead. */
  public static final Duration MONITOR_PATIENCE = Duration.ofSeconds(5);

  private static final int MOST_SENTENCES = 60;

  private final SequencedMap<String, Fault> faults = new LinkedHashMap<>(); // guarded by this
  private String attack = "before the first attack"; // guarded by this
  private long worstNanos; // guarded by this
  private long admitted; // guarded by this
  private long refused; // guarded by this

  /** How often something did not hold, and when. */
  private static final class Fault {
    private final Set<String> phases = new LinkedHashSet<>();
    private int count;
  }

  /** What honest clients have seen during one attack. */
  public record Seen(Duration worstDelay, long admitted, long refused) {}

  /** From now on faults are told of another phase, for example {@code during "slow-heads"}. */
  public synchronized void begin(String phase) {
    attack = phase;
    worstNanos = 0;
    admitted = 0;
    refused = 0;
  }

  /** Something did not hold. The sentence has neither its time nor anything that counts up. */
  public synchronized void fault(String sentence) {
    if (faults.size() < MOST_SENTENCES || faults.containsKey(sentence)) {
      Fault fault = faults.computeIfAbsent(sentence, _ -> new Fault());
      fault.count++;
      fault.phases.add(attack);
    }
  }

  /** Something did not hold from which others follow: it is told first. */
  public synchronized void fatal(String sentence) {
    Fault fault = new Fault();
    fault.count = 1;
    fault.phases.add(attack);
    faults.putFirst(sentence, fault);
  }

  /** An honest client has waited so long for something that has come. */
  public void delay(String what, long nanos) {
    delay(what, nanos, PATIENCE);
  }

  /** An honest client has waited so long, and may wait for at most the given time. */
  public synchronized void delay(String what, long nanos, Duration most) {
    worstNanos = Math.max(worstNanos, nanos);
    if (nanos > most.toNanos()) {
      fault("%s took more than %d s.".formatted(what, most.toSeconds()));
    }
  }

  /** A newcomer was let in. */
  public synchronized void admitted() {
    admitted++;
  }

  /** An honest client was told to come again later, which may happen. */
  public synchronized void refused() {
    refused++;
  }

  /** What honest clients have seen since the last call of {@link #begin}. */
  public synchronized Seen seen() {
    return new Seen(Duration.ofNanos(worstNanos), admitted, refused);
  }

  public synchronized boolean isContent() {
    return faults.isEmpty();
  }

  /** What did not hold, each sentence once, with how often that was seen and when. */
  public synchronized List<String> faults() {
    return faults.entrySet().stream().map(entry -> told(entry.getKey(), entry.getValue())).toList();
  }

  private static String told(String sentence, Fault fault) {
    String times = fault.count == 1 ? "" : "%,d times ".formatted(fault.count);
    return "%s (%s%s)".formatted(sentence, times, String.join(", ", fault.phases));
  }
}
