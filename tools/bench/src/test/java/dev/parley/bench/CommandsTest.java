package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.compare.Benchmark;
import dev.parley.bench.compare.ServerUnderTest;
import dev.parley.bench.load.Workload;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command lines of script/load and script/bench. */
class CommandsTest {
  private final StringWriter output = new StringWriter();

  @Test
  void loadDefaultsToALowRate() {
    Workload low = Workload.rate(10, 100).lasting(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(load("http://localhost").workload())
        .isEqualTo(new Workload(low.kind(), 10, 2, 1, 100, 1_024, low.warmUp(), low.duration()));
  }

  @Test
  void loadAcceptsOptionsInAnyOrder() {
    Workload workload =
        load("--members 20 ws://localhost:81 --seconds 3 --case fanout --bytes 99").workload();
    assertThat(workload.kind()).isEqualTo(Workload.Kind.FANOUT);
    assertThat(workload.members()).isEqualTo(20);
    assertThat(workload.bytes()).isEqualTo(99);
    assertThat(workload.duration()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void loadAcceptsTheUrlOfTheRooms() {
    assertThat(LoadCommand.target("ws://localhost:81/v1/rooms/").base()).isEmpty();
  }

  @Test
  void benchDefaultsToAllServersAndBenchmarks() {
    BenchCommand bench = bench("--peers /there", "java", "-jar");
    assertThat(bench.rounds(5)).isEqualTo(5);
    assertThat(bench.benchmarks()).containsExactly(Benchmark.values());
    assertThat(bench.servers())
        .extracting(ServerUnderTest::name)
        .containsExactly("parley", "peerjs", "ws", "socketio");
    assertThat(bench.servers().getFirst().command()).startsWith("java", "-jar", "--port");
  }

  @Test
  void benchSelectsServersAndBenchmarks() {
    BenchCommand bench =
        bench("--peers /there --servers ws,parley --cases call,idle --quick", "java");
    assertThat(bench.rounds(5)).isEqualTo(1);
    assertThat(bench.benchmarks()).containsExactly(Benchmark.CALL, Benchmark.IDLE);
    assertThat(bench.servers()).extracting(ServerUnderTest::name).containsExactly("ws", "parley");
  }

  @ParameterizedTest
  @CsvSource({
    "'', Use script/bench or script/load",
    "'dance', Use script/bench or script/load",
    "'load', Missing required parameter: 'URL'",
    "'load here', here is not a URL like https://call.example.org",
    "'load http://localhost:1', Check that the server is running",
    "'load http://localhost --case fast', '[RELAY, RATE'",
    "'load http://localhost --case', Missing required parameter for option '--case'",
    "'load http://localhost --rooms 3', --rooms does not apply to the case rate",
    "'load http://localhost --pairs 0', --pairs must be from 1 to 30000",
    "'load http://localhost --pairs 99999999999', '--pairs'",
    "'load http://localhost --rate fast', '--rate'",
    "'load http://localhost --speed=3', Unknown option: '--speed=3'",
    "'load http://localhost --pid 999999999', There is no process 999999999",
    "'bench --quick', Use script/bench",
    "'bench --cases relay2 -- java', RELAY16",
    "'bench --servers ws -- java', choose from [parley]",
    "'bench --rounds 0 -- java', --rounds must be from 1 to 100",
    "'bench fast -- java', fast",
    "'bench --fast -- java', Unknown option: '--fast'"
  })
  void invalidCommandLinesEndWithStatus2AndAnExplanation(String line, String explanation) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(output.toString()).contains(explanation);
  }

  @ParameterizedTest
  @ValueSource(strings = {"load --help", "bench --help"})
  void helpIsShown(String line) {
    assertThat(run(line)).isZero();
    assertThat(output.toString()).startsWith("Usage: script/");
  }

  @ParameterizedTest
  @CsvSource({
    "Too many connections from your address: close some, --connections-per-address",
    "Too many joins from your address: try again later., --joins-per-address",
    "'{\"type\":\"error\",\"code\":\"rate-limited\"}', --messages-per-second",
    "the server closed the connection with 4420, --unsent-bytes",
    "PKIX path building failed, trustStore",
    "Unrecognized SSL message plaintext connection?, does not use TLS"
  })
  void faultsAreReportedWithAHint(String fault, String hint) {
    assertThat(Hints.of(List.of("3 lost", fault)).orElseThrow()).contains(hint);
  }

  private int run(String line) {
    PrintWriter writer = new PrintWriter(output, true);
    return Main.run(line.isEmpty() ? List.of() : List.of(line.split(" ")), writer, writer);
  }

  private static LoadCommand load(String line) {
    LoadCommand command = new LoadCommand();
    parse(command, line);
    return command;
  }

  private static BenchCommand bench(String line, String... serverCommand) {
    BenchCommand command = new BenchCommand(List.of(serverCommand));
    parse(command, line);
    return command;
  }

  private static void parse(Object command, String line) {
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(line.split(" "));
  }
}
