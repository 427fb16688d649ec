package dev.parley.signaling.spi;

/** Sees what happens in rooms and on their connections. */
@FunctionalInterface
public interface Observer {

  void observe(Observation observation);
}
