package dev.parley.bench.load;

import java.util.List;
import java.util.Map;

/** The measured values of one run, and the faults that were observed in it. */
public record Sample(Map<Metric, Double> values, List<String> faults) {}
