package dev.parley.scenario;

/** What came is not what the script says. */
final class Letdown extends Exception {

  private static final long serialVersionUID = 1;

  private final String expected;
  private final String heard;

  Letdown(String expected, Object heard, String because) {
    super(because);
    this.expected = expected;
    this.heard = heard.toString();
  }

  Outcome.Failed in(Step step) {
    return new Outcome.Failed(step, expected, heard, String.valueOf(getMessage()));
  }
}
