package dev.parley.siege.verdict;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** Collects faults of the server, with the phase of the siege in which each was observed. */
public final class Verdict {
  /** The longest wait of an honest client; the machine may be slow and shared. */
  public static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(10);

  /** The longest wait of a health check: monitoring would restart a slower server. */
  public static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);

  private static final int MAX_SENTENCES = 60;

  private final SequencedMap<String, Fault> faults = new LinkedHashMap<>(); // guarded by this
  private String phase = "before the first attack"; // guarded by this
  private long maxDelayNanos; // guarded by this
  private long admitted; // guarded by this
  private long refused; // guarded by this

  private static final class Fault {
    private final Set<String> phases = new LinkedHashSet<>();
    private int count;
  }

  /** What honest clients experienced in one phase. */
  public record Experience(Duration maxDelay, long admitted, long refused) {}

  /** Starts a phase, for instance {@code during "slow-heads"}. */
  public synchronized void begin(String newPhase) {
    phase = newPhase;
    maxDelayNanos = 0;
    admitted = 0;
    refused = 0;
  }

  /** Records a fault. Equal sentences are counted, so they contain no time and no number. */
  public synchronized void fault(String sentence) {
    if (faults.size() < MAX_SENTENCES || faults.containsKey(sentence)) {
      Fault fault = faults.computeIfAbsent(sentence, _ -> new Fault());
      fault.count++;
      fault.phases.add(phase);
    }
  }

  /** Records a fault that explains others, and is reported first. */
  public synchronized void fatal(String sentence) {
    Fault fault = new Fault();
    fault.count = 1;
    fault.phases.add(phase);
    faults.putFirst(sentence, fault);
  }

  /** Records how long an honest client has waited. */
  public void delay(String what, long nanos) {
    delay(what, nanos, CLIENT_TIMEOUT);
  }

  /** Records how long an honest client has waited; more than the timeout is a fault. */
  public synchronized void delay(String what, long nanos, Duration timeout) {
    maxDelayNanos = Math.max(maxDelayNanos, nanos);
    if (nanos > timeout.toNanos()) {
      fault("%s took more than %d s.".formatted(what, timeout.toSeconds()));
    }
  }

  /** A new honest client could join. */
  public synchronized void admitted() {
    admitted++;
  }

  /** An honest client was asked to retry later, which is permitted. */
  public synchronized void refused() {
    refused++;
  }

  public synchronized Experience experience() {
    return new Experience(Duration.ofNanos(maxDelayNanos), admitted, refused);
  }

  public synchronized boolean hasNoFaults() {
    return faults.isEmpty();
  }

  /** One sentence for each fault, with its number and its phases. */
  public synchronized List<String> faults() {
    return faults.entrySet().stream()
        .map(entry -> sentence(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String sentence(String sentence, Fault fault) {
    String times = fault.count == 1 ? "" : "%,d times ".formatted(fault.count);
    return "%s (%s%s)".formatted(sentence, times, String.join(", ", fault.phases));
  }
}
