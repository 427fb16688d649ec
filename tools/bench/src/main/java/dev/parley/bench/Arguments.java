package dev.parley.bench;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** What stands on a command line, from left to right. */
final class Arguments {
  private static final String NUMBER = "[0-9]{1,9}";
  private static final String DECIMAL = "[0-9]{1,9}(\\.[0-9]{1,3})?";

  private final Deque<String> rest;

  Arguments(Collection<String> all) {
    this.rest = new ArrayDeque<>(all);
  }

  boolean isEmpty() {
    return rest.isEmpty();
  }

  String next() {
    return rest.removeFirst();
  }

  /** What stands behind an option. */
  String text(String option) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " wants something behind it.");
    }
    return rest.removeFirst();
  }

  int number(String option, int least, int most) {
    String value = rest.isEmpty() ? "" : rest.removeFirst();
    if (!value.matches(NUMBER) || outside(Integer.parseInt(value), least, most)) {
      throw new IllegalArgumentException(
          "%s wants a whole number from %d to %d, not \"%s\"."
              .formatted(option, least, most, value));
    }
    return Integer.parseInt(value);
  }

  double decimal(String option, double least, double most) {
    String value = rest.isEmpty() ? "" : rest.removeFirst();
    if (!value.matches(DECIMAL) || outside(Double.parseDouble(value), least, most)) {
      throw new IllegalArgumentException(
          "%s wants a number from %s to %s, not \"%s\".".formatted(option, least, most, value));
    }
    return Double.parseDouble(value);
  }

  private static boolean outside(double value, double least, double most) {
    return value < least || value > most;
  }
}
