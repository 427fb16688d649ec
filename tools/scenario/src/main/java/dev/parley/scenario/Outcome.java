package dev.parley.scenario;

/** How a step went. */
public sealed interface Outcome {

  Step step();

  record Passed(Step step) implements Outcome {}

  record Failed(Step step, String expected, String heard, String because) implements Outcome {}
}
