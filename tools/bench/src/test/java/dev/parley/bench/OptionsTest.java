package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.bench.load.Plan;
import dev.parley.bench.rig.Contest;
import dev.parley.bench.rig.Server;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void nothingSaidIsAModestRate() {
    LoadOptions options = LoadOptions.read(List.of("http://localhost"));
    Plan modest = Plan.rate(10, 100).lasting(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(options.plan()).isEqualTo(modest);
    assertThat(options.server()).isNull();
    assertThat(options.json()).isFalse();
  }

  @Test
  void optionsMayStandInAnyOrder() {
    LoadOptions options =
        LoadOptions.read(
            List.of(
                "--members",
                "20",
                "--json",
                "ws://localhost:81/v1/rooms/",
                "--seconds",
                "3",
                "--case",
                "fanout",
                "--bytes",
                "99",
                "--warm-up",
                "0"));
    assertThat(options.plan())
        .isEqualTo(Plan.fanout(1, 20).size(99).lasting(Duration.ZERO, Duration.ofSeconds(3)));
    assertThat(options.json()).isTrue();
    assertThat(options.target().base()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'--case relay', usage: script/load",
    "'http://localhost --case fast', choose relay",
    "'http://localhost --case', --case wants something",
    "'http://localhost --rooms 3', --rooms is not for the case rate",
    "'http://localhost --pairs 0', --pairs wants a whole number from 1",
    "'http://localhost --pairs 99999999999', --pairs wants a whole number",
    "'http://localhost --rate fast', --rate wants a number",
    "'http://localhost --speed 3', There is no option --speed",
    "'http://localhost --pid 999999999', There is no process 999999999"
  })
  void whatCannotBeMeantIsRefusedByName(String line, String said) {
    assertThatThrownBy(() -> LoadOptions.read(List.of(line.split(" ", -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void withoutMoreAllServersAndCasesAreMeasured() {
    BenchOptions options = BenchOptions.read(List.of("--peers", "/there", "--", "java", "-jar"));
    assertThat(options.rounds()).isEqualTo(5);
    assertThat(options.contests()).containsExactly(Contest.values());
    assertThat(options.servers().stream().map(Server::name))
        .containsExactly("parley", "peerjs", "ws", "socketio");
    assertThat(options.servers().getFirst().command()).startsWith("java", "-jar", "--port");
  }

  @Test
  void someServersAndCasesCanBeChosen() {
    BenchOptions options =
        BenchOptions.read(
            List.of(
                "--peers",
                "/there",
                "--servers",
                "ws,parley",
                "--cases",
                "call,idle",
                "--quick",
                "--",
                "java"));
    assertThat(options.rounds()).isEqualTo(1);
    assertThat(options.contests()).containsExactly(Contest.CALL, Contest.IDLE);
    assertThat(options.servers().stream().map(Server::name)).containsExactly("ws", "parley");
  }

  @ParameterizedTest
  @CsvSource({
    "--quick, Use script/bench",
    "'--cases relay2 --', choose from relay1, relay16",
    "'--servers ws --', choose from [parley]",
    "'--fast --', There is no option --fast"
  })
  void aBenchWantsWhatThereIs(String line, String said) {
    assertThatThrownBy(() -> BenchOptions.read(List.of(line.split(" ", -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }
}
