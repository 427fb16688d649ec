package dev.parley.signaling.replica;

import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.journal.ChunkPool;
import dev.parley.signaling.journal.Journal;
import dev.parley.signaling.journal.LogCapacity;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.RoomPolicy;
import dev.parley.signaling.spi.Observations;
import java.util.concurrent.atomic.AtomicLong;

/** The services and the policy that all replicas of a node share. Thread-safe. */
final class Node {
  private final String name;
  private final Journal journal;
  private final RoomPolicy policy;
  private final LogCapacity capacity;
  private final ChunkPool chunks;
  private final FaultBarrier faults;
  private final Observations observations;
  private final AtomicLong numbers = new AtomicLong();

  /**
   * Read within steps. Once it is set and every room has run one more step, no running step can
   * have read false ({@link Rooms#close}).
   */
  private volatile boolean closed;

  /**
   * A node.
   *
   * @param name unique to this run of the process: no other node has or had it
   */
  Node(
      String name,
      Journal journal,
      RoomPolicy policy,
      LogCapacity capacity,
      FaultBarrier faults,
      Observations observations) {
    this.name = name;
    this.journal = journal;
    this.policy = policy;
    this.capacity = capacity;
    this.chunks = new ChunkPool(capacity.ofAll().bound());
    this.faults = faults;
    this.observations = observations;
  }

  String name() {
    return name;
  }

  Journal journal() {
    return journal;
  }

  RoomPolicy policy() {
    return policy;
  }

  LogCapacity capacity() {
    return capacity;
  }

  ChunkPool chunks() {
    return chunks;
  }

  FaultBarrier faults() {
    return faults;
  }

  Observations observations() {
    return observations;
  }

  /** A number for a proposal or a connection that no other one of this node has. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  Connection newConnection(boolean overHttp) {
    return new Connection(name, nextNumber(), overHttp);
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  Step newStep() {
    return new Step(journal.clock(), faults);
  }
}
