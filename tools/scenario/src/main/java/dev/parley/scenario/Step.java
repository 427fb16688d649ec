package dev.parley.scenario;

import java.util.List;

/** One line of a script. */
public record Step(int line, String text, List<Act> acts) {}
