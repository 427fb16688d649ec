package dev.parley.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/** Records the messages and control frames that a decoder reports, as lines. */
final class RecordingDecoderListener implements DecoderListener {
  final List<String> lines = new ArrayList<>();

  @Override
  public void onText(byte[] bytes, int offset, int length) {
    lines.add("text " + new String(bytes, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public void onBinary(byte[] bytes, int offset, int length) {
    lines.add("binary " + Arrays.toString(Arrays.copyOfRange(bytes, offset, offset + length)));
  }

  @Override
  public void onPing(byte[] payload) {
    lines.add("ping " + Arrays.toString(payload));
  }

  @Override
  public void onClose(int code) {
    lines.add("close " + code);
  }

  /** The decoder, or the reference, has failed the connection. */
  void failed(int code) {
    lines.add("failed " + code);
  }

  /** The lines of one decoder for these bytes, split into reads of the given lengths. */
  static List<String> decode(byte[] bytes, MessageLimits limits, IntSupplier lengths) {
    RecordingDecoderListener recording = new RecordingDecoderListener();
    FrameDecoder decoder = new FrameDecoder(limits, BufferQuota.unlimited(), recording);
    try {
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(lengths.getAsInt(), bytes.length - at);
        ClientFrames.feed(decoder, bytes, at, length);
        at += length;
      }
    } catch (WebSocketException e) {
      recording.failed(e.code());
    }
    return recording.lines;
  }
}
