package dev.parley.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "--cuts", "--cuts many", "here", "http://localhost:1"})
  void whatCannotBeginEndsWith2AndSaysWhy(String line) throws Exception {
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" "));
    assertThat(new Main(System.out, err).run(arguments)).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).isNotBlank();
  }
}
