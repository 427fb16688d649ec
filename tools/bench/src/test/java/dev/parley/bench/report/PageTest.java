package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageTest {
  private static final String PAGE =
      "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n<!-- begin y -->\n<!-- end y -->\n";

  @Test
  void onlyWhatIsBetweenTheMarksIsReplaced() {
    assertThat(Page.filled(PAGE, "x", "new\n")).isEqualTo(PAGE.replace("old", "new"));
    assertThat(Page.filled(Page.filled(PAGE, "y", "1\n"), "y", "2\n"))
        .isEqualTo(PAGE.replace("begin y -->\n", "begin y -->\n2\n"));
  }

  @Test
  void aPageWithoutThePlaceIsRefused() {
    assertThatThrownBy(() -> Page.filled(PAGE, "z", "")).hasMessageContaining("<!-- begin z -->");
  }
}
