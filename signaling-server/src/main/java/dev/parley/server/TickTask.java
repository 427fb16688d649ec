package dev.parley.server;

import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The task of the server's timer. An exception is logged, and the timer continues; a scheduled
 * executor would silently stop at the first one. An {@link Error} ends the process: a server
 * without a timer accepts clients, but no timeout expires any more.
 */
final class TickTask implements Runnable {
  /** The exit status of the JVM's {@code ExitOnOutOfMemoryError}, for the same kind of failure. */
  static final int EXIT_STATUS = 3;

  private static final Logger LOG = Logger.getLogger("parley");

  private final Runnable tick;
  private final IntConsumer halt;

  TickTask(Runnable tick, IntConsumer halt) {
    this.tick = tick;
    this.halt = halt;
  }

  @Override
  public void run() {
    try {
      tick.run();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "A defect in the timer's task, which runs again at the next tick.", e);
    } catch (Error e) {
      try {
        LOG.log(Level.SEVERE, "An error in the timer's task: the server exits. Restart it.", e);
      } finally {
        halt.accept(EXIT_STATUS); // halt, since shutdown hooks might need what is broken
      }
    }
  }
}
