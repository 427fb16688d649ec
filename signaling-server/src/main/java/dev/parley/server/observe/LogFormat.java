package dev.parley.server.observe;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line for each thing that is worth telling: when, how bad, where, what. */
public final class LogFormat extends Formatter {

  /** Makes everything that is logged look like this, unless the operator has said how to log. */
  public static void install() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      handler.setFormatter(new LogFormat());
    }
    // Who watches Undertow starting wants to know of a fault, not of its versions.
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
            entry.getInstant().toString(),
            entry.getLevel().getName(),
            entry.getLoggerName(),
            text);
    return entry.getThrown() == null ? line : line + stackTrace(entry.getThrown());
  }

  /** What a stranger has sent must not be able to look like a line of the log. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029]", " ");
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}
