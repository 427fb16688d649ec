package dev.parley.websocket;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Feeds decoders with corrupted streams of frames; the program of {@code script/fuzz}.
 *
 * <p>For any input, a decoder must fail with a valid close code or wait for more, report only
 * ranges within its arrays, allocate in proportion to the bytes received and not to those declared,
 * and come to an end on a stream that consists of errors.
 */
final class Fuzzer implements DecoderListener {
  private static final MessageLimits NARROW = new MessageLimits(600, 4);
  private static final MessageLimits WIDE = new MessageLimits(1 << 30, Integer.MAX_VALUE);
  private static final int INVALID = 0xFF; // two of them are not the beginning of any frame

  /** Bytes allowed for objects, exceptions, and an incomplete header. */
  private static final int ALLOWANCE = 4_096;

  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RandomGenerator random;
  private int closeCode; // 0 until the decoder has ended

  Fuzzer(long seed) {
    this.random = RandomGeneratorFactory.getDefault().create(seed);
  }

  /** Runs for some seconds, or until a check fails: [SECONDS] [SEED]. */
  public static void main(String[] arguments) {
    long seconds = 0;
    long seed = 0;
    try {
      seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 60;
      seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.currentTimeMillis();
    } catch (NumberFormatException e) {
      System.err.println("SECONDS and SEED are whole numbers: script/fuzz [SECONDS] [SEED]");
      System.exit(2);
    }
    long until = System.nanoTime() + seconds * 1_000_000_000;
    new Fuzzer(seed).warmUp();
    long streams = 0;
    for (; System.nanoTime() < until; seed++) {
      streams += run(seed, 1_000);
    }
    System.out.println(streams + " streams without a finding. The next seed is " + seed + ".");
  }

  /** Checks this many streams, which the seed determines. */
  static int run(long seed, int streams) {
    Fuzzer fuzzer = new Fuzzer(seed);
    for (int i = 0; i < streams; i++) {
      try {
        fuzzer.checkOne(true);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("stream " + i + " of seed " + seed + ": " + e.getMessage(), e);
      }
    }
    return streams;
  }

  /** Runs without measuring: the virtual machine itself allocates when code runs first. */
  void warmUp() {
    for (int i = 0; i < 1_000; i++) {
      checkOne(false);
    }
  }

  private void checkOne(boolean measured) {
    boolean narrow = random.nextBoolean();
    FrameDecoder decoder = new FrameDecoder(narrow ? NARROW : WIDE, BufferQuota.unlimited(), this);
    closeCode = 0;
    byte[] stream = stream(random);
    int fed = 0;
    while (fed < stream.length && closeCode == 0) {
      int length = Math.min(1 + random.nextInt(1 + random.nextInt(200)), stream.length - fed);
      long before = memory.getCurrentThreadAllocatedBytes();
      feed(decoder, stream, fed, length);
      long allocated = memory.getCurrentThreadAllocatedBytes() - before;
      fed += length;
      check(
          !measured || allocated <= 8L * length + 2L * fed + ALLOWANCE,
          allocated + " bytes allocated for " + fed);
    }
    byte[] last = new byte[NARROW.maxBytes() + 2 * FrameDecoder.HEADROOM];
    Arrays.fill(last, (byte) INVALID);
    if (narrow && closeCode == 0) {
      feed(decoder, last, 0, last.length);
      check(closeCode != 0, "the decoder does not fail on invalid frames");
    }
    check(
        closeCode == 0
            || closeCode == CloseCodes.NO_STATUS_RECEIVED
            || CloseCodes.mayBeSent(closeCode),
        "invalid close code " + closeCode);
  }

  /** A stream with more corruption than {@link RandomStreams} adds, and sometimes truncated. */
  static byte[] stream(RandomGenerator random) {
    byte[] stream = new RandomStreams(random).next();
    for (int left = random.nextInt(4); left > 0 && stream.length > 0; left--) {
      stream[random.nextInt(stream.length)] = (byte) random.nextInt();
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(stream, random.nextInt(stream.length + 1))
        : stream;
  }

  private void feed(FrameDecoder decoder, byte[] bytes, int from, int length) {
    try {
      ClientFrames.feed(decoder, bytes, from, length);
    } catch (WebSocketException e) {
      closeCode = e.code();
    }
  }

  private static void check(boolean held, String message) {
    if (!held) {
      throw new AssertionError(message);
    }
  }

  @Override
  public void onText(byte[] bytes, int offset, int length) {
    checkRange(bytes, offset, length);
  }

  @Override
  public void onBinary(byte[] bytes, int offset, int length) {
    checkRange(bytes, offset, length);
  }

  private static void checkRange(byte[] bytes, int offset, int length) {
    check(offset >= 0 && length >= 0 && offset + length <= bytes.length, "range outside the array");
  }

  @Override
  public void onPing(byte[] payload) {
    check(payload.length <= FrameHeader.MAX_CONTROL_PAYLOAD, "a ping longer than 125 bytes");
  }

  @Override
  public void onClose(int code) {
    closeCode = code;
  }
}
