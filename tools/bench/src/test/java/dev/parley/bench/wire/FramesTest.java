package dev.parley.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest implements FrameReader.Receiver {
  private final FrameReader reader = new FrameReader();
  private final List<String> heard = new ArrayList<>();

  @Test
  void theExampleOfTheStandardIsWrittenAsItStandsThere() {
    ByteBuffer out = ByteBuffer.allocate(100);
    FrameWriter.write(out, Opcode.TEXT, bytes("Hello"), 5, 0x3D21FA37);
    assertThat(written(out)).isEqualTo(HexFormat.of().parseHex("818537fa213d7f9f4d5158"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 65_535, 65_536})
  void everyLengthIsWrittenSoThatItCanBeRead(int length) throws Exception {
    byte[] payload = bytes("x".repeat(length));
    ByteBuffer out = ByteBuffer.allocate(length + FrameWriter.MAX_HEADER);
    FrameWriter.write(out, Opcode.TEXT, payload.clone(), length, 0xCAFE1234);
    byte[] frame = unmasked(written(out), length);
    assertThat(reader.read(frame, 0, frame.length, this)).isEqualTo(frame.length);
    assertThat(heard).containsExactly("x".repeat(length));
  }

  @Test
  void aFrameThatIsNotWholeIsLeftAlone() throws Exception {
    byte[] frames = HexFormat.of().parseHex("8102" + "6869" + "8103" + "79");
    for (int end = 0; end < 4; end++) {
      assertThat(reader.read(frames, 0, end, this)).isZero();
    }
    assertThat(reader.read(frames, 0, frames.length, this)).isEqualTo(4);
    assertThat(heard).containsExactly("hi");
  }

  @Test
  void partsBecomeOneMessageAndAPingMayComeBetween() throws Exception {
    read("0101" + "61" + "0001" + "62" + "8901" + "70" + "8001" + "63" + "8100");
    assertThat(heard).containsExactly("9 p", "abc", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8180", "8192", "c100", "817f7000000000000000", "817fffffffffffffffff"})
  void whatNoServerMaySendIsRefused(String hex) {
    byte[] frame = HexFormat.of().parseHex(hex + "00".repeat(30));
    assertThatThrownBy(() -> reader.read(frame, 0, frame.length, this))
        .isInstanceOf(IOException.class);
  }

  private void read(String hex) throws IOException {
    byte[] frames = HexFormat.of().parseHex(hex);
    assertThat(reader.read(frames, 0, frames.length, this)).isEqualTo(frames.length);
  }

  /** What a server would send: without the mask, which has undone itself. */
  private static byte[] unmasked(byte[] frame, int length) {
    int key = frame.length - length - 4;
    ByteArrayOutputStream bare = new ByteArrayOutputStream();
    bare.write(frame[0]);
    bare.write(frame[1] & 0x7F);
    bare.write(frame, 2, key - 2);
    for (int i = 0; i < length; i++) {
      bare.write(frame[key + 4 + i] ^ frame[key + i % 4]);
    }
    return bare.toByteArray();
  }

  private static byte[] written(ByteBuffer out) {
    byte[] written = new byte[out.position()];
    out.flip().get(written);
    return written;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void message(byte[] bytes, int from, int to) {
    heard.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  @Override
  public void control(int opcode, byte[] bytes, int from, int to) {
    heard.add(opcode + " " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }
}
