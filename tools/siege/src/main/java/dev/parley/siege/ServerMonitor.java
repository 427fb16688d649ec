package dev.parley.siege;

import java.io.IOException;

/**
 * Observes the process of the server. The defaults are those for a process that is out of reach.
 */
interface ServerMonitor {
  ServerMonitor UNKNOWN = new ServerMonitor() {};

  /** Records the state before the first attack. */
  default void begin() throws IOException, InterruptedException {}

  /** Starts the maxima of another wave. */
  default void beginWave() {}

  default boolean isAlive() {
    return true;
  }

  default void sample() throws IOException, InterruptedException {}

  /** The latest sample, for a line of progress. */
  default String current() {
    return "heap unknown";
  }

  /** The largest heap of the wave. */
  default String maxHeap() {
    return "-";
  }

  /** The largest resident memory of the wave. */
  default String maxMemory() {
    return "-";
  }

  /** Whether heap and open files are back at the state before the attacks. */
  default boolean hasRecovered() throws IOException, InterruptedException {
    return true;
  }

  /** Heap and open files now and before the attacks. */
  default String recovery() {
    return "memory unknown";
  }

  /** Records a fault if the server has not recovered. */
  default void checkRecovery() {}

  /** Records a fault if the process has ended or has printed a stack trace. */
  default void finish() throws IOException {}
}
