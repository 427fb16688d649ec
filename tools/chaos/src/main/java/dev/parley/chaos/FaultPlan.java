package dev.parley.chaos;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The fault of one connection, and when it occurs.
 *
 * @param fault how the connection ends
 * @param upstream whether {@code bytes} counts those to the server, or those from it
 * @param bytes the number of bytes after which the fault occurs
 * @param silenceMillis how long {@link Fault#SILENCE} lasts before the reset
 */
record FaultPlan(Fault fault, boolean upstream, long bytes, int silenceMillis, Pace up, Pace down) {
  static final FaultPlan NO_FAULT =
      new FaultPlan(Fault.NONE, true, Long.MAX_VALUE, 0, Pace.UNLIMITED, Pace.UNLIMITED);

  private static final List<Fault> FAULTS =
      List.of(Fault.RESET, Fault.CLOSE, Fault.HALF_CLOSE, Fault.SILENCE);
  private static final int PERCENT = 100;
  private static final int NO_FAULT_PERCENT = 6;
  private static final int MAX_SILENCE_MILLIS = 1_200;
  private static final double MAX_BYTES_LOG2 = 13;

  /**
   * How the bytes of one direction are forwarded.
   *
   * @param chunkBytes the most bytes of a write, for the first {@code splitBytes}
   * @param splitBytes how many bytes are split into such chunks
   * @param delayMillis the delay of each write
   * @param stallAt the byte before which forwarding stalls
   */
  record Pace(int chunkBytes, long splitBytes, int delayMillis, long stallAt, int stallMillis) {
    static final Pace UNLIMITED = new Pace(Integer.MAX_VALUE, 0, 0, Long.MAX_VALUE, 0);

    private static final int SPLIT_PERCENT = 20;
    private static final int MAX_CHUNK_BYTES = 9;
    private static final int MAX_SPLIT_BYTES = 800;
    private static final int DELAYED_PERCENT = 20;
    private static final int MAX_DELAY_MILLIS = 15;
    private static final int STALLED_PERCENT = 15;
    private static final int MAX_STALL_MILLIS = 700;

    static Pace of(RandomGenerator random) {
      boolean split = random.nextInt(PERCENT) < SPLIT_PERCENT;
      boolean delayed = random.nextInt(PERCENT) < DELAYED_PERCENT;
      boolean stalled = random.nextInt(PERCENT) < STALLED_PERCENT;
      return new Pace(
          split ? 1 + random.nextInt(MAX_CHUNK_BYTES) : Integer.MAX_VALUE,
          split ? random.nextInt(MAX_SPLIT_BYTES) : 0,
          delayed && !split ? 1 + random.nextInt(MAX_DELAY_MILLIS) : 0,
          stalled ? randomBytes(random) : Long.MAX_VALUE,
          stalled ? 1 + random.nextInt(MAX_STALL_MILLIS) : 0);
    }
  }

  static FaultPlan of(RandomGenerator random) {
    Fault fault =
        random.nextInt(PERCENT) < NO_FAULT_PERCENT
            ? Fault.NONE
            : FAULTS.get(random.nextInt(FAULTS.size()));
    return new FaultPlan(
        fault,
        random.nextBoolean(),
        randomBytes(random),
        1 + random.nextInt(MAX_SILENCE_MILLIS),
        Pace.of(random),
        Pace.of(random));
  }

  /** Uniform in its logarithm: the first request is hit as often as the messages after it. */
  private static long randomBytes(RandomGenerator random) {
    return (long) Math.pow(2, random.nextDouble() * MAX_BYTES_LOG2);
  }

  /** The number of bytes that are forwarded in this direction. */
  long limit(boolean up) {
    return fault != Fault.NONE && up == upstream ? bytes : Long.MAX_VALUE;
  }

  Pace pace(boolean up) {
    return up ? this.up : this.down;
  }
}
