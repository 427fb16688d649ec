package dev.parley.server.config;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Makes all bounds fit into the heap, at their limit at the same time.
 *
 * <p>What has its default is made smaller in a smaller heap. What somebody has set is kept, or
 * refused if it does not fit.
 *
 * @param config with a number of connections, and budgets that fit
 * @param addresses client addresses that are remembered although they hold nothing
 */
public record MemoryPlan(ServerConfig config, int addresses) {
  /** What the server takes by itself: classes, files of the page, buffers of its threads. */
  static final long BASE_BYTES = 20L << 20;

  /** A connection, whatever it is used for: a WebSocket takes 5 KB, a poll that waits up to 8. */
  static final long CONNECTION_BYTES = 6 << 10;

  /** A client address with its rates. */
  static final long ADDRESS_BYTES = 512;

  /** Below this, a start alone takes it all. */
  private static final long LEAST_HEAP_BYTES = 40L << 20;

  /** What is left of the heap when the collector has what it needs to work well. */
  private static final double USABLE = 0.85;

  private static final int MOST_ADDRESSES = 50_000;
  private static final int ADDRESSES_SHARE = 8;
  private static final int CONNECTIONS_SHARE = 5;

  /** A budget is of no use if it is made much smaller than it is by default. */
  private static final double LEAST_SCALE = 1.0 / 32;

  /** What may be taken in bytes, and how much memory each of them stands for at most. */
  private record Budget(Setting setting, ToLongFunction<ServerConfig> bytes, int factor) {
    long memory(ServerConfig config) {
      return bytes.applyAsLong(config) * factor;
    }

    boolean isChosen(ServerConfig config) {
      return config.chosen().contains(setting.key());
    }
  }

  private static final List<Budget> BUDGETS =
      List.of(
          new Budget(Setting.TOTAL_LOG_BYTES, ServerConfig::totalLogBytes, 4),
          new Budget(Setting.TOTAL_ROSTER_BYTES, ServerConfig::totalRosterBytes, 1),
          new Budget(Setting.TOTAL_UNSENT_BYTES, ServerConfig::totalUnsentBytes, 2),
          new Budget(Setting.TOTAL_INCOMING_BYTES, ServerConfig::totalIncomingBytes, 1));

  /**
   * Makes a plan.
   *
   * @param heapBytes what the JVM may take for the heap
   * @param openFiles connections for which there is place in the limit of open files
   * @throws ConfigException if what somebody has set does not fit
   */
  public static MemoryPlan of(ServerConfig config, long heapBytes, int openFiles) {
    if (heapBytes < LEAST_HEAP_BYTES) {
      throw new ConfigException(
          "A heap of "
              + megabytes(heapBytes)
              + " MB is too small: start with -Xmx64m at least, better with -Xmx512m.");
    }
    long usable = (long) (heapBytes * USABLE) - BASE_BYTES;
    int addresses = (int) Math.min(MOST_ADDRESSES, usable / ADDRESSES_SHARE / ADDRESS_BYTES);
    long left = usable - addresses * ADDRESS_BYTES - chosen(config, openFiles);
    long forConnections = isCounted(config) ? 0 : usable / CONNECTIONS_SHARE;
    double scale = Math.min(1, (double) (left - forConnections) / standard(config));
    if (standard(config) == 0 ? left < forConnections : scale < LEAST_SCALE) {
      throw doesNotFit(config, heapBytes, openFiles);
    }
    ServerConfig fitted = scaled(config, scale);
    long rest = left - standard(fitted);
    int connections =
        isCounted(config)
            ? Math.min(config.connections(), openFiles)
            : (int) Math.min(openFiles, rest / CONNECTION_BYTES);
    return new MemoryPlan(fitted.withConnections(connections), addresses);
  }

  /** Bytes of the heap that all bounds take together. */
  long memory() {
    return BASE_BYTES
        + addresses * ADDRESS_BYTES
        + config.connections() * CONNECTION_BYTES
        + BUDGETS.stream().mapToLong(budget -> budget.memory(config)).sum();
  }

  private static boolean isCounted(ServerConfig config) {
    return config.connections() > 0;
  }

  private static long chosen(ServerConfig config, int openFiles) {
    long budgets =
        BUDGETS.stream()
            .filter(budget -> budget.isChosen(config))
            .mapToLong(budget -> budget.memory(config))
            .sum();
    return budgets + CONNECTION_BYTES * Math.min(config.connections(), openFiles);
  }

  private static long standard(ServerConfig config) {
    return BUDGETS.stream()
        .filter(budget -> !budget.isChosen(config))
        .mapToLong(budget -> budget.memory(config))
        .sum();
  }

  private static ServerConfig scaled(ServerConfig config, double scale) {
    List<Long> bytes =
        BUDGETS.stream()
            .map(budget -> {
              long all = budget.bytes.applyAsLong(config);
              return budget.isChosen(config) ? all : (long) (all * scale);
            })
            .toList();
    return config.withBudgets(bytes.get(0), bytes.get(1), bytes.get(2), bytes.get(3));
  }

  private static ConfigException doesNotFit(ServerConfig config, long heapBytes, int openFiles) {
    String keys =
        BUDGETS.stream()
            .filter(budget -> budget.isChosen(config))
            .map(budget -> budget.setting.key())
            .collect(Collectors.joining(", "));
    if (isCounted(config)) {
      keys = keys.isEmpty() ? Setting.CONNECTIONS.key() : keys + ", " + Setting.CONNECTIONS.key();
    }
    return new ConfigException(
        "What is set needs "
            + megabytes(chosen(config, openFiles))
            + " MB of memory beside "
            + megabytes((long) (heapBytes * (1 - USABLE)) + BASE_BYTES)
            + " MB for the rest, and the heap has "
            + megabytes(heapBytes)
            + " MB: raise -Xmx, or lower "
            + keys
            + ".");
  }

  private static long megabytes(long bytes) {
    return bytes >> 20;
  }
}
