package dev.parley.signaling.spi;

/** Sees what happens on connections; it must return soon, and may be called by any thread. */
@FunctionalInterface
public interface Observer {

  /** {@code client} is the address that the connection comes from. */
  void see(String client, Observation observation);

  static Observer blind() {
    return (_, _) -> {};
  }
}
