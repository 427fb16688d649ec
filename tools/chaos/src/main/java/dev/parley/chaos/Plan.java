package dev.parley.chaos;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What befalls one connection.
 *
 * @param fault how it ends
 * @param upstream whether that is counted in the bytes to the server, or in those from it
 * @param bytes after how many of them
 * @param silenceMillis how long nothing comes through before a silent end
 */
record Plan(Fault fault, boolean upstream, long bytes, int silenceMillis, Pace up, Pace down) {
  static final Plan CALM = new Plan(Fault.NONE, true, Long.MAX_VALUE, 0, Pace.EVEN, Pace.EVEN);

  private static final List<Fault> FAULTS =
      List.of(Fault.RESET, Fault.END, Fault.HALF_CLOSE, Fault.SILENCE);
  private static final int PERCENT = 100;
  private static final int LEFT_ALONE_PERCENT = 6;
  private static final int MAX_SILENCE_MILLIS = 1_200;
  private static final double MAX_BYTES_LOG2 = 13;

  /**
   * How fast the bytes of one direction come through.
   *
   * @param piece how many at once
   * @param broken up to which byte they come in such pieces
   * @param delayMillis what each piece takes
   * @param stallAt before which byte it stops for a while
   */
  record Pace(int piece, long broken, int delayMillis, long stallAt, int stallMillis) {
    static final Pace EVEN = new Pace(Integer.MAX_VALUE, 0, 0, Long.MAX_VALUE, 0);

    private static final int SPLIT_PERCENT = 20;
    private static final int MAX_PIECE = 9;
    private static final int MAX_BROKEN = 800;
    private static final int DELAYED_PERCENT = 20;
    private static final int MAX_DELAY_MILLIS = 15;
    private static final int STALLED_PERCENT = 15;
    private static final int MAX_STALL_MILLIS = 700;

    static Pace of(RandomGenerator random) {
      boolean split = random.nextInt(PERCENT) < SPLIT_PERCENT;
      boolean delayed = random.nextInt(PERCENT) < DELAYED_PERCENT;
      boolean stalled = random.nextInt(PERCENT) < STALLED_PERCENT;
      return new Pace(
          split ? 1 + random.nextInt(MAX_PIECE) : Integer.MAX_VALUE,
          split ? random.nextInt(MAX_BROKEN) : 0,
          delayed && !split ? 1 + random.nextInt(MAX_DELAY_MILLIS) : 0,
          stalled ? someBytes(random) : Long.MAX_VALUE,
          stalled ? 1 + random.nextInt(MAX_STALL_MILLIS) : 0);
    }
  }

  static Plan of(RandomGenerator random) {
    Fault fault =
        random.nextInt(PERCENT) < LEFT_ALONE_PERCENT
            ? Fault.NONE
            : FAULTS.get(random.nextInt(FAULTS.size()));
    return new Plan(
        fault,
        random.nextBoolean(),
        someBytes(random),
        1 + random.nextInt(MAX_SILENCE_MILLIS),
        Pace.of(random),
        Pace.of(random));
  }

  /** As many that fall into a first request as into the frames and answers after it. */
  private static long someBytes(RandomGenerator random) {
    return (long) Math.pow(2, random.nextDouble() * MAX_BYTES_LOG2);
  }

  /** How many bytes come through in this direction. */
  long limit(boolean up) {
    return fault != Fault.NONE && up == upstream ? bytes : Long.MAX_VALUE;
  }

  Pace pace(boolean up) {
    return up ? this.up : this.down;
  }
}
