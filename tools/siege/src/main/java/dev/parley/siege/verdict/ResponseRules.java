package dev.parley.siege.verdict;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for every response of the server, whatever the request. */
public final class ResponseRules {
  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int UNAVAILABLE = 503;
  private static final int VERSION_NOT_SUPPORTED = 505;

  /** Overload, and features of HTTP that the server does not have (RFC 9110, section 15.6). */
  private static final Set<Integer> PERMITTED_SERVER_ERRORS =
      Set.of(NOT_IMPLEMENTED, UNAVAILABLE, VERSION_NOT_SUPPORTED);

  private static final Pattern STACK_TRACE =
      Pattern.compile("(?m)^\\s+at [\\w.$/@]+\\(|\\b\\w+(?:\\.\\w+)+(?:Exception|Error)\\b");

  private ResponseRules() {}

  /** The violation, as the predicate of a sentence about the request, or null. */
  public static @Nullable String fault(int status, String body) {
    if (status >= SERVER_ERROR && !PERMITTED_SERVER_ERRORS.contains(status)) {
      return "was answered with " + status + ".";
    }
    if (status >= BAD_REQUEST && status != NOT_IMPLEMENTED && body.isBlank()) {
      return "was answered with " + status + " and an empty body.";
    }
    return hasStackTrace(body) ? "was answered with " + status + " and a stack trace." : null;
  }

  /** Whether the client may retry later. */
  public static boolean isTemporary(int status) {
    return status == UNAVAILABLE || status == TOO_MANY_REQUESTS;
  }

  /** Whether a text contains a line of a Java stack trace or the full name of an exception. */
  public static boolean hasStackTrace(String text) {
    return STACK_TRACE.matcher(text).find();
  }
}
