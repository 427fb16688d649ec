package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios of the protocol. */
class ShippedScenariosTest {

  @ParameterizedTest
  @MethodSource("scripts")
  void areWrittenInTheLanguage(Path script) throws IOException {
    assertThat(Scenario.read(script).steps()).isNotEmpty();
  }

  static Stream<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../protocol/scenarios"))) {
      return files.sorted().toList().stream();
    }
  }
}
