package dev.parley.bench.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkTest {
  private static final int AT = 20;
  private static final int SIZE = 1_000;

  private final byte[] bytes = new byte[AT + SIZE + AT];
  private final Mark mark = new Mark();

  MarkTest() {
    Mark.write(bytes, AT, Kind.ANSWER, -2, Integer.MAX_VALUE, -3L, SIZE);
  }

  @Test
  void whatIsWrittenIsReadWhereverItStands() {
    assertThat(Mark.find(bytes, 0, bytes.length)).isEqualTo(AT);
    assertThat(mark.read(bytes, AT, bytes.length)).isTrue();
    assertThat(mark.kind()).isEqualTo(Kind.ANSWER);
    assertThat(mark.sender()).isEqualTo(-2);
    assertThat(mark.number()).isEqualTo(Integer.MAX_VALUE);
    assertThat(mark.sentAt()).isEqualTo(-3L);
  }

  @Test
  void aBodyThatHasBeenCutIsNotWhole() {
    assertThat(mark.read(bytes, AT, AT + SIZE)).isTrue();
    assertThat(mark.read(bytes, AT, AT + SIZE - 1)).isFalse();
  }

  @Test
  void aByteThatHasChangedIsNoticed() {
    bytes[AT + SIZE / 2] ^= 1;
    assertThat(mark.read(bytes, AT, bytes.length)).isFalse();
  }

  @Test
  void wherePartOfAMarkStandsThereIsNone() {
    assertThat(Mark.find(bytes, AT + 1, bytes.length)).isEqualTo(-1);
    assertThat(Mark.find(bytes, 0, AT + Mark.LENGTH - 1)).isEqualTo(-1);
  }
}
