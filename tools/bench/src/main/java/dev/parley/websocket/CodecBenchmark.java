package dev.parley.websocket;

import dev.parley.bench.micro.MicroBenchmark;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The server's frame codec: decoding of a masked text frame, encoding of a message. */
public class CodecBenchmark extends MicroBenchmark {
  private static final int MASK = 0x1F2E3D4C;

  @Param({"100", "1024", "60000"})
  public int payload;

  /** False: each line has a character of two bytes in UTF-8. */
  @Param({"true", "false"})
  public boolean ascii;

  private final CountingListener listener = new CountingListener();
  private final FrameDecoder decoder =
      new FrameDecoder(new MessageLimits(1 << 20, 16), BufferQuota.unlimited(), listener);
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
      message[payload - 1] = ' '; // no half of a character
      message[payload - 2] = ' ';
    }
    ByteBuffer head = ByteBuffer.allocate(FrameHeader.MAX_SERVER_BYTES + Masking.KEY_BYTES);
    FrameHeader.put(head, Opcode.TEXT, payload);
    head.put(1, (byte) (head.get(1) | 0x80)).putInt(MASK);
    frame = new byte[head.position() + payload];
    head.flip().get(frame, 0, head.limit());
    int begin = frame.length - payload;
    System.arraycopy(message, 0, frame, begin, payload);
    Masking.unmask(Masking.key(frame, begin - Masking.KEY_BYTES), frame, begin, frame.length);
    read = new byte[FrameDecoder.HEADROOM + frame.length];
  }

  /** Includes a copy of the frame: decoding unmasks in place. */
  @Benchmark
  public int decode() throws WebSocketException {
    System.arraycopy(frame, 0, read, FrameDecoder.HEADROOM, frame.length);
    decoder.decode(read, FrameDecoder.HEADROOM, read.length);
    return listener.total;
  }

  @Benchmark
  public ByteBuffer encode() {
    out.clear();
    new OutgoingFrame(Opcode.TEXT, message, null).putInto(out, 0);
    return out;
  }

  private static final class CountingListener implements DecoderListener {
    private int total;

    @Override
    public void onText(byte[] bytes, int offset, int length) {
      total += length;
    }

    @Override
    public void onBinary(byte[] bytes, int offset, int length) {
      total += length;
    }

    @Override
    public void onPing(byte[] payload) {}

    @Override
    public void onClose(int code) {}
  }
}
