package dev.parley.siege.attack;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts the connections and requests of a wave of attacks, and the server's answers. */
public final class AttackStatistics {
  private final LongAdder connections = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();

  void connected() {
    connections.increment();
  }

  void requested() {
    requests.increment();
  }

  /** Counts an HTTP status, a close code, or the name of another result. */
  void answered(Object answer) {
    answers.computeIfAbsent(String.valueOf(answer), _ -> new LongAdder()).increment();
  }

  public long connections() {
    return connections.sum();
  }

  public long requests() {
    return requests.sum();
  }

  /** The number of answers of one kind. */
  long count(Object answer) {
    LongAdder count = answers.get(String.valueOf(answer));
    return count == null ? 0 : count.sum();
  }

  /** All kinds of answers with their numbers. */
  public String answers() {
    return answers.entrySet().stream()
        .map(answer -> answer.getKey() + " x " + answer.getValue().sum())
        .collect(Collectors.joining(", "));
  }
}
