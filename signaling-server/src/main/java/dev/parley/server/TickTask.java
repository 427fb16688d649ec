package dev.parley.server;

import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the timer runs. An exception does not stop it, and after an error the process ends: nothing
 * would expire any more, and nobody would know.
 */
final class TickTask implements Runnable {
  /** The same that the JVM ends with when its memory has run out. */
  static final int BROKEN = 3;

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
      LOG.log(Level.SEVERE, "a defect, met by the timer", e);
    } catch (Error e) {
      try {
        LOG.log(Level.SEVERE, "The timer has met an error, and the server ends.", e);
      } finally {
        halt.accept(BROKEN);
      }
    }
  }
}
