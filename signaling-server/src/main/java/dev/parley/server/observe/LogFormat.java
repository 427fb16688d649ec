package dev.parley.server.observe;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The format of the log: one line per entry, with time, level, logger and message. Operators name
 * this class in their logging.properties (docs/operations.md).
 */
public final class LogFormat extends Formatter {

  /** Sets the format of all handlers, unless the operator has configured logging. */
  public static void install() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      handler.setFormatter(new LogFormat());
    }
    // At INFO, these libraries log their versions at each start.
    for (String library : new String[] {"io.undertow", "org.xnio", "org.jboss.threads"}) {
      Logger.getLogger(library).setLevel(Level.WARNING);
    }
  }

  @Override
  public String format(LogRecord entry) {
    String text = oneLine(formatMessage(entry)) + System.lineSeparator();
    String line =
        String.join(
            " ",
            entry.getInstant().toString(), // not affected by the machine's locale
            entry.getLevel().getName(),
            entry.getLoggerName(),
            text);
    return entry.getThrown() == null ? line : line + stackTrace(entry.getThrown());
  }

  /** Replaces line ends, or a client could forge an entry by what it sends. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029]", " ");
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}
