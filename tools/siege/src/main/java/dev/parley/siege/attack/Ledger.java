package dev.parley.siege.attack;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts what attackers did, and what they were answered. */
public final class Ledger {
  private final LongAdder connections = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();

  void connected() {
    connections.increment();
  }

  void requested() {
    requests.increment();
  }

  /** A status of HTTP, a close code, or a word for what came instead. */
  void answered(Object what) {
    answers.computeIfAbsent(String.valueOf(what), _ -> new LongAdder()).increment();
  }

  public long connections() {
    return connections.sum();
  }

  public long requests() {
    return requests.sum();
  }

  /** How often this was the answer. */
  long answers(Object what) {
    LongAdder count = answers.get(String.valueOf(what));
    return count == null ? 0 : count.sum();
  }

  /** All kinds of answers, with how often each came. */
  public String answers() {
    return answers.entrySet().stream()
        .map(answer -> answer.getKey() + " x " + answer.getValue().sum())
        .collect(Collectors.joining(", "));
  }
}
