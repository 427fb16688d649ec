package dev.parley.bench.report;

import dev.parley.bench.measure.Metric;
import java.util.List;
import java.util.Map;

/** What one run of one case on one server has brought. */
public record Row(
    String server, String name, int round, Map<Metric, Double> values, List<String> faults) {}
