package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"", "dance", "load", "load here", "load http://localhost:1", "bench"})
  void whatCannotBeginEndsWith2AndSaysWhy(String line) throws Exception {
    assertThat(run(line)).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"load --help", "bench --help"})
  void helpIsGiven(String line) throws Exception {
    assertThat(run(line)).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("usage: script/");
  }

  @Test
  void whereNoServerIsItAsksForOne() throws Exception {
    run("load http://localhost:1");
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("Is the server running");
  }

  @ParameterizedTest
  @CsvSource({
    "There are too many connections from your address., --connections-per-address",
    "There are too many joins from your address: come again later., --joins-per-address",
    "'{\"type\":\"error\",\"code\":\"rate-limited\"}', --messages-per-second",
    "the server has closed with 4420, --unsent-bytes",
    "PKIX path building failed, trustStore",
    "Unrecognized SSL message plaintext connection?, begin with http"
  })
  void aLimitIsNamedByTheSettingThatRaisesIt(String fault, String advice) {
    assertThat(Advice.on(List.of("3 lost", fault)).orElseThrow()).contains(advice);
  }

  private int run(String line) throws InterruptedException {
    List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
    return new Main(stream, stream).run(arguments);
  }
}
