package dev.parley.chaos;

/** How a connection is made to end. */
enum Fault {
  /** At once, as when a router has lost its tables (RST). */
  RESET("reset"),

  /** In order, as when a proxy is stopped (FIN both ways). */
  END("ended"),

  /** First in one direction only. */
  HALF_CLOSE("half-closed"),

  /** Nothing comes through any more, long before either end is told. */
  SILENCE("silenced"),

  /** Not at all: it is left alone. */
  NONE("left alone");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
