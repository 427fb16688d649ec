package dev.parley.server.support;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Records the messages of the logger {@code parley}, from its creation until it is closed. */
public final class LogRecorder extends Handler {
  private static final Logger LOG = Logger.getLogger("parley");

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Function<LogRecord, String> format;

  /**
   * @param format turns a record into a line, on the thread that logs
   */
  public LogRecorder(Function<LogRecord, String> format) {
    this.format = format;
    setLevel(Level.ALL);
    LOG.addHandler(this);
  }

  /** Sets the level of the logger, until this is closed. */
  public LogRecorder at(Level level) {
    LOG.setLevel(level);
    return this;
  }

  /** The lines that no test has taken or cleared yet. */
  public BlockingQueue<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord entry) {
    lines.add(format.apply(entry));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOG.removeHandler(this);
    LOG.setLevel(null);
  }
}
