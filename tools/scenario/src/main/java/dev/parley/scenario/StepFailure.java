package dev.parley.scenario;

/** The server did something else than the script expects. */
final class StepFailure extends Exception {

  private static final long serialVersionUID = 1;

  private final String expected;
  private final String received;
  private final String reason;

  StepFailure(String expected, Object received, String reason) {
    super(reason);
    this.expected = expected;
    this.received = received.toString();
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  ScenarioResult.Failure at(Scenario.Step step) {
    return new ScenarioResult.Failure(step, expected, received, reason);
  }
}
