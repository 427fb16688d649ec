package dev.parley.siege;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final StringWriter output = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "'', use script/siege",
    "--minutes, Missing required parameter for option '--minutes'",
    "--minutes many http://localhost:1, 'many' is not a double",
    "--minutes 0 http://localhost:1, --minutes must be above 0",
    "--attack unknown http://localhost:1, '\"unknown\": --list'",
    "here, here is not a URL like http://localhost:8080",
    "http://localhost:1, Cannot start: No server at http://localhost:1",
    "--fast, Unknown option: '--fast'"
  })
  void invalidCommandLinesEndWithStatus2AndAnExplanation(String line, String explanation) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(output.toString()).contains(explanation);
  }

  @Test
  void helpIsShown() {
    assertThat(run("--help")).isZero();
    assertThat(output.toString()).startsWith("Usage: script/siege");
  }

  @Test
  void theListHasEveryAttack() {
    assertThat(run("--list")).isZero();
    assertThat(output.toString()).contains("slow-heads", "connection-burst");
  }

  private int run(String line) {
    PrintWriter writer = new PrintWriter(output, true);
    return Main.run(writer, writer, line.isEmpty() ? new String[0] : line.split(" "));
  }
}
