package dev.parley.chaos;

/** How the proxy ends a connection. */
enum Fault {
  /** With a reset (RST), as a router does that has lost its tables. */
  RESET("reset"),

  /** With FIN in both directions, as a proxy does that is stopped. */
  CLOSE("closed"),

  /** With FIN in one direction first. */
  HALF_CLOSE("half-closed"),

  /** Forwards nothing for a while, and then resets. */
  SILENCE("silenced"),

  /** Leaves the end to the client and the server. */
  NONE("not cut");

  private final String label;

  Fault(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
