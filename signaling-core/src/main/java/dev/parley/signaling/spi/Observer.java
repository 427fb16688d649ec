package dev.parley.signaling.spi;

/** Receives observations of rooms and their connections. */
@FunctionalInterface
public interface Observer {

  /** Called in the order of publication, by one thread at a time. */
  void observe(Observation observation);
}
