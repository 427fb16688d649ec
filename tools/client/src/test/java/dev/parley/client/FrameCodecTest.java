package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of a client as bytes, and messages from the frames of a server. */
class FrameCodecTest implements MessageDecoder.Handler {
  private static final int MAX = 1 << 18;

  private final MessageDecoder decoder = new MessageDecoder(MAX, this);
  private final List<String> received = new ArrayList<>();

  @Test
  void encodesTheExampleOfTheSpecification() {
    ByteBuffer out = ByteBuffer.allocate(100);
    FrameCodec.encode(out, Opcode.FIN | Opcode.TEXT, bytes("Hello"), 5, 0x3D21FA37);
    assertThat(Arrays.copyOf(out.array(), out.position()))
        .isEqualTo(HexFormat.of().parseHex("818537fa213d7f9f4d5158"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 65_535, 65_536})
  void encodesEachLengthSoThatItCanBeDecoded(int length) throws Exception {
    byte[] payload = bytes("x".repeat(length));
    byte[] frame = unmasked(FrameCodec.encode(Opcode.FIN | Opcode.TEXT, payload), length);
    assertThat(decode(frame, frame.length)).isEqualTo(frame.length);
    assertThat(received).containsExactly("x".repeat(length));
  }

  @Test
  void unmasksTheFramesOfAClient() throws Exception {
    for (int length : new int[] {0, 5, 126, 70_000}) {
      byte[] frame = FrameCodec.encode(Opcode.FIN | Opcode.TEXT, bytes("y".repeat(length)));
      assertThat(FrameCodec.decode(frame, 0, frame.length - 1, MAX, true, decoder)).isZero();
      assertThat(FrameCodec.decode(frame, 0, frame.length, MAX, true, decoder))
          .isEqualTo(frame.length);
      assertThat(received.removeLast()).isEqualTo("y".repeat(length));
    }
  }

  @Test
  void rejectsFramesOfAClientThatAreNotMasked() {
    byte[] frame = FrameCodec.encodeUnmasked(Opcode.FIN | Opcode.TEXT, bytes("plain"));
    assertThatThrownBy(() -> FrameCodec.decode(frame, 0, frame.length, MAX, true, decoder))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void leavesThePayloadOfTheCallerUnchanged() {
    byte[] payload = bytes("unchanged");
    FrameCodec.encode(Opcode.TEXT, payload);
    assertThat(payload).isEqualTo(bytes("unchanged"));
  }

  @Test
  void leavesAnIncompleteFrameToTheCaller() throws Exception {
    byte[] frames = HexFormat.of().parseHex("8102" + "6869" + "8103" + "79");
    for (int end = 0; end < 4; end++) {
      assertThat(decode(frames, end)).isZero();
    }
    assertThat(decode(frames, frames.length)).isEqualTo(4);
    assertThat(received).containsExactly("hi");
  }

  @Test
  void joinsFragmentsAroundAPing() throws Exception {
    byte[] frames =
        HexFormat.of()
            .parseHex("0101" + "61" + "0001" + "62" + "8901" + "70" + "8001" + "63" + "8100");
    assertThat(decode(frames, frames.length)).isEqualTo(frames.length);
    assertThat(received).containsExactly("9 p", "abc", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8180",
        "8192",
        "c100",
        "817f7000000000000000",
        "817fffffffffffffffff",
        "8000",
        "01000100"
      })
  void rejectsFramesThatNoServerMaySend(String hex) {
    byte[] frames = HexFormat.of().parseHex(hex + "00".repeat(30));
    assertThatThrownBy(() -> decode(frames, frames.length)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void rejectsFragmentsThatAreTooLongTogether() {
    byte[] frames = new byte[2 * (MAX + 10)];
    byte[] first = FrameCodec.header(Opcode.TEXT, false, MAX);
    byte[] second = FrameCodec.header(Opcode.CONTINUATION, false, 1);
    System.arraycopy(first, 0, frames, 0, first.length);
    System.arraycopy(second, 0, frames, first.length + MAX, second.length);
    assertThatThrownBy(() -> decode(frames, frames.length))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("over " + MAX + " bytes");
  }

  private int decode(byte[] bytes, int to) throws IOException {
    return FrameCodec.decode(bytes, 0, to, MAX, decoder);
  }

  /** The same frame as a server sends it. */
  private static byte[] unmasked(byte[] frame, int length) {
    int key = frame.length - length - 4;
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (frame[key + 4 + i] ^ frame[key + i % 4]);
    }
    return FrameCodec.encodeUnmasked(frame[0], payload);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void message(byte[] bytes, int from, int to) {
    received.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  @Override
  public void control(int opcode, byte[] bytes, int from, int to) {
    received.add(opcode + " " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }
}
