package dev.parley.server.config;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A configuration whose limits, all reached at the same time, fit into the heap.
 *
 * <p>Budgets that have their default are scaled down in a small heap. Budgets that an operator has
 * set are kept; if they do not fit, the server does not start. So a full server refuses requests,
 * and does not run out of memory.
 *
 * @param config with budgets that fit, and the number of connections that memory and open files
 *     allow
 * @param addresses the number of client addresses whose rates are remembered although they hold
 *     nothing
 */
public record MemoryPlan(ServerConfig config, int addresses) {
  /** Measured: classes, static files, the buffers of the I/O threads. */
  static final long BASE_BYTES = 20L << 20;

  /** Measured: a WebSocket takes 5 KB, a poll that waits up to 8 KB. */
  static final long CONNECTION_BYTES = 6 << 10;

  /** An address with its rates. */
  static final long ADDRESS_BYTES = 512;

  /** With a smaller heap, the base and the smallest useful budgets do not fit. */
  private static final long MIN_HEAP_BYTES = 40L << 20;

  /** The part of the heap that limits may add up to. A fuller heap keeps the collector busy. */
  private static final double USABLE = 0.85;

  private static final int MAX_ADDRESSES = 50_000;

  /** The part of the usable heap that addresses may take, as a divisor. */
  private static final int ADDRESSES_SHARE = 8;

  /** The part of the usable heap that is kept free for connections, as a divisor. */
  private static final int CONNECTIONS_SHARE = 5;

  /**
   * An address may take half of the budget for incoming bytes, and a buffer that grows is charged
   * together with the one that it replaces: up to twice the message.
   */
  private static final int INCOMING_PER_MESSAGE = 4;

  /** Budgets below this part of their default would refuse ordinary use. */
  private static final double MIN_SCALE = 1.0 / 32;

  /**
   * A setting that limits bytes.
   *
   * @param factor bytes of heap per byte of the budget, at most
   */
  private record Budget(Setting setting, ToLongFunction<ServerConfig> bytes, int factor) {
    long memory(ServerConfig config) {
      return bytes.applyAsLong(config) * factor;
    }

    boolean isExplicit(ServerConfig config) {
      return config.explicit().contains(setting.key());
    }
  }

  private static final List<Budget> BUDGETS =
      List.of(
          new Budget(Setting.TOTAL_LOG_BYTES, ServerConfig::totalLogBytes, 4),
          new Budget(Setting.TOTAL_ROSTER_BYTES, ServerConfig::totalRosterBytes, 1),
          new Budget(Setting.TOTAL_UNSENT_BYTES, ServerConfig::totalUnsentBytes, 2),
          new Budget(Setting.TOTAL_INCOMING_BYTES, ServerConfig::totalIncomingBytes, 1));

  /**
   * Makes a plan. Explicit budgets and addresses are subtracted from the usable heap first, then
   * the default budgets are scaled, and connections get the rest.
   *
   * @param heapBytes the maximum size of the heap ({@code -Xmx})
   * @param maxOpenConnections the number of connections that the limit of open files allows
   * @throws ConfigException if explicit settings do not fit
   */
  public static MemoryPlan of(ServerConfig config, long heapBytes, int maxOpenConnections) {
    if (heapBytes < MIN_HEAP_BYTES) {
      throw new ConfigException(
          "A heap of "
              + megabytes(heapBytes)
              + " MB is too small: start with -Xmx64m at least, better with -Xmx512m.");
    }
    long usable = (long) (heapBytes * USABLE) - BASE_BYTES;
    int addresses = (int) Math.min(MAX_ADDRESSES, usable / ADDRESSES_SHARE / ADDRESS_BYTES);
    long left = usable - addresses * ADDRESS_BYTES - explicitBytes(config, maxOpenConnections);
    long forConnections = hasExplicitConnections(config) ? 0 : usable / CONNECTIONS_SHARE;
    double scale = Math.min(1, (double) (left - forConnections) / defaultBytes(config));
    if (defaultBytes(config) == 0 ? left < forConnections : scale < MIN_SCALE) {
      throw doesNotFit(config, heapBytes, maxOpenConnections);
    }
    ServerConfig fitted = scaled(config, scale);
    checkMessageFits(fitted);
    long rest = left - defaultBytes(fitted);
    int connections =
        hasExplicitConnections(config)
            ? Math.min(config.connections(), maxOpenConnections)
            : (int) Math.min(maxOpenConnections, rest / CONNECTION_BYTES);
    return new MemoryPlan(fitted.withConnections(connections), addresses);
  }

  /** A longer message than this would be refused as {@code unavailable}, each time it is sent. */
  private static void checkMessageFits(ServerConfig config) {
    long needed = (long) config.limits().messageBytes() * INCOMING_PER_MESSAGE;
    if (config.totalIncomingBytes() < needed) {
      throw new ConfigException(
          "total-incoming-bytes ("
              + config.totalIncomingBytes()
              + ") must be at least "
              + needed
              + ", "
              + INCOMING_PER_MESSAGE
              + " times message-bytes ("
              + config.limits().messageBytes()
              + "): set both.");
    }
  }

  /** Bytes of heap with all limits reached. */
  long memory() {
    return BASE_BYTES
        + addresses * ADDRESS_BYTES
        + config.connections() * CONNECTION_BYTES
        + BUDGETS.stream().mapToLong(budget -> budget.memory(config)).sum();
  }

  private static boolean hasExplicitConnections(ServerConfig config) {
    return config.connections() > 0;
  }

  private static long explicitBytes(ServerConfig config, int maxOpenConnections) {
    long budgets =
        BUDGETS.stream()
            .filter(budget -> budget.isExplicit(config))
            .mapToLong(budget -> budget.memory(config))
            .sum();
    return budgets + CONNECTION_BYTES * Math.min(config.connections(), maxOpenConnections);
  }

  private static long defaultBytes(ServerConfig config) {
    return BUDGETS.stream()
        .filter(budget -> !budget.isExplicit(config))
        .mapToLong(budget -> budget.memory(config))
        .sum();
  }

  private static ServerConfig scaled(ServerConfig config, double scale) {
    List<Long> bytes =
        BUDGETS.stream()
            .map(budget -> {
              long all = budget.bytes.applyAsLong(config);
              return budget.isExplicit(config) ? all : (long) (all * scale);
            })
            .toList();
    return config.withBudgets(bytes.get(0), bytes.get(1), bytes.get(2), bytes.get(3));
  }

  private static ConfigException doesNotFit(
      ServerConfig config, long heapBytes, int maxOpenConnections) {
    String keys =
        BUDGETS.stream()
            .filter(budget -> budget.isExplicit(config))
            .map(budget -> budget.setting.key())
            .collect(Collectors.joining(", "));
    if (hasExplicitConnections(config)) {
      keys = keys.isEmpty() ? Setting.CONNECTIONS.key() : keys + ", " + Setting.CONNECTIONS.key();
    }
    return new ConfigException(
        "The settings need "
            + megabytes(explicitBytes(config, maxOpenConnections))
            + " MB of heap besides "
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
