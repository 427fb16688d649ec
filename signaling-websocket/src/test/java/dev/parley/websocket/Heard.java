package dev.parley.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/** What a decoder finds, written down. */
final class Heard implements Frames {
  final List<String> lines = new ArrayList<>();

  @Override
  public void text(byte[] bytes, int offset, int length) {
    lines.add("text " + new String(bytes, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    lines.add("binary " + Arrays.toString(Arrays.copyOfRange(bytes, offset, offset + length)));
  }

  @Override
  public void ping(byte[] payload) {
    lines.add("ping " + Arrays.toString(payload));
  }

  @Override
  public void close(int code) {
    lines.add("close " + code);
  }

  void violation(int code) {
    lines.add("violation " + code);
  }

  /** What one decoder finds in all these bytes, read in pieces of the lengths that are given. */
  static List<String> in(byte[] bytes, Limits limits, IntSupplier lengths) {
    Heard heard = new Heard();
    Decoder decoder = new Decoder(limits, Quota.unlimited(), heard);
    try {
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(lengths.getAsInt(), bytes.length - at);
        byte[] read = new byte[Decoder.HEADROOM + length];
        System.arraycopy(bytes, at, read, Decoder.HEADROOM, length);
        decoder.decode(read, Decoder.HEADROOM, read.length);
        at += length;
      }
    } catch (Violation e) {
      heard.violation(e.code());
    }
    return heard.lines;
  }
}
