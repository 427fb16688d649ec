package dev.parley.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of one frame to its message, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
  private static final int MASK = 0x1F2E3D4C;

  @Param({"100", "1024", "60000"})
  public int payload;

  /** Whether there is a letter of two bytes in each line, so that UTF-8 is more than ASCII. */
  @Param({"true", "false"})
  public boolean ascii;

  private final Ear ear = new Ear();
  private final Decoder decoder = new Decoder(new Limits(1 << 20, 16), Quota.unlimited(), ear);
  private byte[] frame = {};
  private byte[] read = {};
  private byte[] message = {};
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 17);

  @Setup
  public void write() {
    String line =
        ascii ? "a line of text as any other is, " : "a line of text in anoth\u00e9r way, ";
    String text = line.repeat(payload / line.length() + 1);
    message = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), payload);
    if (message[payload - 1] < 0) {
      message[payload - 1] = ' '; // not half a letter
      message[payload - 2] = ' ';
    }
    ByteBuffer head = ByteBuffer.allocate(Head.LONGEST_SENT + Mask.BYTES);
    Head.put(head, Opcode.TEXT, payload);
    head.put(1, (byte) (head.get(1) | 0x80)).putInt(MASK);
    frame = new byte[head.position() + payload];
    head.flip().get(frame, 0, head.limit());
    int begin = frame.length - payload;
    System.arraycopy(message, 0, frame, begin, payload);
    Mask.remove(Mask.read(frame, begin - Mask.BYTES), frame, begin, frame.length);
    read = new byte[Decoder.HEADROOM + frame.length];
  }

  /** The frame is copied to where it would have been read: that is part of what is measured. */
  @Benchmark
  public int decode() throws Violation {
    System.arraycopy(frame, 0, read, Decoder.HEADROOM, frame.length);
    decoder.decode(read, Decoder.HEADROOM, read.length);
    return ear.heard;
  }

  @Benchmark
  public ByteBuffer encode() {
    out.clear();
    new Outgoing(Opcode.TEXT, message, null).put(out, 0);
    return out;
  }

  /** Counts what it hears. */
  private static final class Ear implements Frames {
    private int heard;

    @Override
    public void text(byte[] bytes, int offset, int length) {
      heard += length;
    }

    @Override
    public void binary(byte[] bytes, int offset, int length) {
      heard += length;
    }

    @Override
    public void ping(byte[] payload) {}

    @Override
    public void close(int code) {}
  }
}
