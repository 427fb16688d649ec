package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Received text in reports is short, and has no control characters. */
class ExcerptTest {

  @Test
  void keepsPrintableText() {
    assertThat(Excerpt.of("{\"name\":\"Zoë ☕ 👩\"}")).isEqualTo("{\"name\":\"Zoë ☕ 👩\"}");
  }

  @Test
  void escapesControlCharacters() {
    assertThat(Excerpt.of("a\u001b[2J\n\u009b\u202e"))
        .isEqualTo("a\\u001b[2J\\u000a\\u009b\\u202e");
    assertThat(Excerpt.lines("a\u0007\nb")).isEqualTo("a\\u0007\nb");
  }

  @Test
  void shortensLongText() {
    String excerpt = Excerpt.of("a".repeat(10_000_000));
    assertThat(excerpt).isEqualTo("a".repeat(2_000) + "… (10000000 characters)");
    assertThat(Excerpt.lines("    received  " + excerpt)).endsWith(excerpt);
    assertThat(Excerpt.lines("a\n".repeat(1_000_000))).hasSizeLessThan(2_001);
  }
}
