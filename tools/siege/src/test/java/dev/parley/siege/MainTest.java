package dev.parley.siege;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--help",
        "--minutes",
        "--minutes many http://localhost:1",
        "--attack kindness http://localhost:1",
        "here",
        "http://localhost:1"
      })
  void aSiegeThatCannotBeginEndsWith2AndSaysWhy(String line) throws Exception {
    List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" "));
    assertThat(new Main(System.out, stream).run(arguments)).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).isNotBlank();
  }

  @Test
  void theListHasEveryAttack() throws Exception {
    assertThat(new Main(stream, System.err).run(List.of("--list"))).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("slow-heads", "bursts");
  }
}
