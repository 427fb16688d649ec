package dev.parley.websocket;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Feeds decoders with bytes that are almost frames.
 *
 * <p>Whatever comes, a decoder refuses it or waits for more; it allocates for what has come, and
 * not for what is promised; and it ends at some time, with a code that may stand in a close frame.
 */
final class Fuzzer implements Frames {
  private static final Limits NARROW = new Limits(600, 4);
  private static final Limits WIDE = new Limits(1 << 30, Integer.MAX_VALUE);
  private static final int END = 0xFF; // no frame begins with two of them

  /** Objects, exceptions, and what is kept of a head. */
  private static final int SLACK = 4_096;

  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RandomGenerator random;
  private int end;

  Fuzzer(long seed) {
    this.random = RandomGeneratorFactory.getDefault().create(seed);
  }

  /** Runs until it finds something, or for so many seconds: [SECONDS] [SEED]. */
  public static void main(String[] arguments) {
    long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 60;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.currentTimeMillis();
    long until = System.nanoTime() + seconds * 1_000_000_000;
    new Fuzzer(seed).warmUp();
    long streams = 0;
    for (; System.nanoTime() < until; seed++) {
      streams += run(seed, 1_000);
    }
    System.out.println(streams + " streams, and nothing found. The next seed is " + seed + ".");
  }

  /** Tries that many streams. What they are follows from the seed. */
  static int run(long seed, int streams) {
    Fuzzer fuzzer = new Fuzzer(seed);
    for (int i = 0; i < streams; i++) {
      try {
        fuzzer.once(true);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("stream " + i + " of seed " + seed + ": " + e.getMessage(), e);
      }
    }
    return streams;
  }

  /** The first time, the virtual machine allocates for itself. */
  void warmUp() {
    for (int i = 0; i < 1_000; i++) {
      once(false);
    }
  }

  private void once(boolean measured) {
    boolean narrow = random.nextBoolean();
    Decoder decoder = new Decoder(narrow ? NARROW : WIDE, Quota.unlimited(), this);
    end = 0;
    byte[] stream = stream(random);
    int fed = 0;
    while (fed < stream.length && end == 0) {
      int length = Math.min(1 + random.nextInt(1 + random.nextInt(200)), stream.length - fed);
      long before = memory.getCurrentThreadAllocatedBytes();
      feed(decoder, read(stream, fed, length));
      long allocated = memory.getCurrentThreadAllocatedBytes() - before;
      fed += length;
      check(
          !measured || allocated <= 8L * length + 2L * fed + SLACK,
          allocated + " bytes for " + fed);
    }
    byte[] last = new byte[NARROW.messageBytes() + 2 * Decoder.HEADROOM];
    Arrays.fill(last, (byte) END);
    if (narrow && end == 0) {
      feed(decoder, read(last, 0, last.length));
      check(end != 0, "it does not end");
    }
    check(end == 0 || end == CloseCodes.NONE || CloseCodes.mayBeSent(end), "it ends with " + end);
  }

  /** Frames, some of them wrong, and more of them than {@link Streams} makes wrong. */
  static byte[] stream(RandomGenerator random) {
    byte[] stream = new Streams(random).stream();
    for (int left = random.nextInt(4); left > 0 && stream.length > 0; left--) {
      stream[random.nextInt(stream.length)] = (byte) random.nextInt();
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(stream, random.nextInt(stream.length + 1))
        : stream;
  }

  private static byte[] read(byte[] stream, int at, int length) {
    byte[] read = new byte[Decoder.HEADROOM + length];
    System.arraycopy(stream, at, read, Decoder.HEADROOM, length);
    return read;
  }

  private void feed(Decoder decoder, byte[] read) {
    try {
      decoder.decode(read, Decoder.HEADROOM, read.length);
    } catch (Violation e) {
      end = e.code();
    }
  }

  private static void check(boolean held, String message) {
    if (!held) {
      throw new AssertionError(message);
    }
  }

  @Override
  public void text(byte[] bytes, int offset, int length) {
    isThere(bytes, offset, length);
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    isThere(bytes, offset, length);
  }

  private static void isThere(byte[] bytes, int offset, int length) {
    check(offset >= 0 && length >= 0 && offset + length <= bytes.length, "it is not there");
  }

  @Override
  public void ping(byte[] payload) {
    check(payload.length <= Head.LONGEST_CONTROL_PAYLOAD, "a long ping");
  }

  @Override
  public void close(int code) {
    end = code;
  }
}
