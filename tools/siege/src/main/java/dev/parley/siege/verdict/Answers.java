package dev.parley.siege.verdict;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that every answer of the server keeps, whoever asked and however badly. */
public final class Answers {
  private static final int BAD_REQUEST = 400;
  private static final int SERVER_ERROR = 500;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int UNAVAILABLE = 503;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Overload, and requests for what HTTP has and this server has not (RFC 9110, section 15.6). */
  private static final Set<Integer> GOOD_SERVER_ERRORS = Set.of(NOT_IMPLEMENTED, UNAVAILABLE, 505);

  private static final Pattern STACK_TRACE =
      Pattern.compile("(?m)^\\s+at [\\w.$/@]+\\(|\\b\\w+(?:\\.\\w+)+(?:Exception|Error)\\b");

  private Answers() {}

  /** What is wrong with an answer, as what a sentence says of the request, or null. */
  public static @Nullable String fault(int status, String body) {
    if (status >= SERVER_ERROR && !GOOD_SERVER_ERRORS.contains(status)) {
      return "was answered with " + status + ".";
    }
    if (status >= BAD_REQUEST && status != NOT_IMPLEMENTED && body.isBlank()) {
      return "was answered with " + status + " and an empty body.";
    }
    return hasStackTrace(body) ? "was answered with a stack trace, and " + status + "." : null;
  }

  /** Whether a client that got this status may come again later. */
  public static boolean isTemporary(int status) {
    return status == UNAVAILABLE || status == TOO_MANY_REQUESTS;
  }

  /** Whether a text has a line of a Java stack trace, or the full name of an exception. */
  public static boolean hasStackTrace(String text) {
    return STACK_TRACE.matcher(text).find();
  }
}
