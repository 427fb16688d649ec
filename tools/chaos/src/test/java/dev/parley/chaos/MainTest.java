package dev.parley.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line of {@code script/chaos}. */
class MainTest {
  private final StringWriter output = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "'', Missing required parameter: 'URL'",
    "--cuts, Missing required parameter for option '--cuts'",
    "--cuts many http://localhost:1, 'many' is not a long",
    "--cuts -1 http://localhost:1, --cuts must not be negative",
    "--minutes -1 http://localhost:1, --minutes must be from 0",
    "here, here is not a URL like http://localhost:8080",
    "http://localhost:1, Cannot start: No server at http://localhost:1",
    "--fast http://localhost:1, Unknown option: '--fast'"
  })
  void invalidCommandLinesEndWithStatus2AndAnExplanation(String line, String explanation) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(output.toString()).contains(explanation);
  }

  @Test
  void helpIsShown() {
    assertThat(run("--help")).isZero();
    assertThat(output.toString()).startsWith("Usage: script/chaos");
  }

  private int run(String line) {
    PrintWriter writer = new PrintWriter(output, true);
    return Main.run(writer, writer, line.isEmpty() ? new String[0] : line.split(" "));
  }
}
