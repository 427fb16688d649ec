package dev.parley.bench.measure;

import java.util.List;
import java.util.Map;

/** What came out of one run: what could be measured, and what went wrong. */
public record Outcome(Map<Metric, Double> values, List<String> faults) {}
