package dev.parley.scenario;

/** What came is not what the script says. */
final class Letdown extends Exception {

  private static final long serialVersionUID = 1;

  private final String expected;
  private final String heard;
  private final String because;

  Letdown(String expected, Object heard, String because) {
    super(because);
    this.expected = expected;
    this.heard = heard.toString();
    this.because = because;
  }

  String because() {
    return because;
  }

  Outcome.Failed in(Step step) {
    return new Outcome.Failed(step, expected, heard, because);
  }
}
