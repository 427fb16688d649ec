package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.signaling.protocol.IceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sources of settings, their precedence, and the error messages for wrong ones. */
class ConfigReaderTest {
  private static final Map<String, String> NOTHING = Map.of();

  @TempDir Path folder;

  @Test
  void defaultsListenOnLoopbackOnly() {
    ServerConfig config = ConfigReader.read(List.of(), NOTHING);

    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.trustedProxies()).isEmpty();
    assertThat(config.ice().servers()).isEmpty();
  }

  @Test
  void argumentsOverrideTheEnvironmentWhichOverridesTheFile() throws IOException {
    String file = file("port=1001\nresume-window=11\npeers-per-room=21\n");
    var environment = Map.of("PARLEY_PORT", "1002", "PARLEY_RESUME_WINDOW", "12");

    ServerConfig config = read(environment, "--config", file, "--port", "1003");

    assertThat(config.port()).isEqualTo(1003);
    assertThat(config.resumeWindow()).isEqualTo(Duration.ofSeconds(12));
    assertThat(config.peersPerRoom()).isEqualTo(21);
  }

  @Test
  void historyFromIsAllOrJoined() {
    assertThat(read(NOTHING).historySinceAdmission()).isFalse();
    assertThat(read(NOTHING, "--history-from", "all").historySinceAdmission()).isFalse();
    assertThat(read(NOTHING, "--history-from", "joined").historySinceAdmission()).isTrue();
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(NOTHING, "--history-from", "none"))
        .withMessage("--history-from must be all or joined, not \"none\".");
  }

  @Test
  void configFileIsNamedByTheEnvironmentOrAnArgument() throws IOException {
    var environment = Map.of("PARLEY_CONFIG", file("port=1001\n"));
    Path other = Files.writeString(folder.resolve("other.properties"), "port=1002\n");

    assertThat(read(environment).port()).isEqualTo(1001);
    assertThat(read(environment, "--config=" + other).port()).isEqualTo(1002);
  }

  @Test
  void valueMayFollowAnEqualsSign() {
    assertThat(read(NOTHING, "--ice-servers=stun:stun.example.org").ice().servers())
        .containsExactly(IceServer.of("stun:stun.example.org"));
    refused("no=such.file cannot be read", NOTHING, "--config=no=such.file");
  }

  @Test
  void parleyPortOverridesThePortOfThePlatform() throws IOException {
    String file = file("port=1001\n");

    assertThat(read(Map.of("PORT", "1002"), "--config", file).port()).isEqualTo(1002);
    assertThat(read(Map.of("PORT", "1002", "PARLEY_PORT", "1003")).port()).isEqualTo(1003);
  }

  @Test
  void otherEnvironmentVariablesAreIgnored() {
    assertThat(read(Map.of("PATH", "/bin", "HOST", "example", "parley_port", "1")).port())
        .isEqualTo(8080);
  }

  @Test
  void listsAreSeparatedByCommas() throws IOException {
    ServerConfig config =
        read(
            NOTHING,
            "--origins",
            "https://a.example, https://b.example,",
            "--trusted-proxies",
            "10.0.0.0/8,::1");

    assertThat(config.origins()).containsExactly("https://a.example", "https://b.example");
    assertThat(config.trustedProxies()).hasSize(2);
    assertThat(contains(config.trustedProxies().getFirst(), "10.1.2.3")).isTrue();
    assertThat(contains(config.trustedProxies().getFirst(), "11.1.2.3")).isFalse();
    assertThat(contains(config.trustedProxies().getLast(), "::1")).isTrue();
    assertThat(contains(config.trustedProxies().getLast(), "::2")).isFalse();
  }

  @Test
  void unknownSettingIsRefusedWithItsSource() throws IOException {
    String file = file("# a comment\nprot=8080\n");

    refused(
        "There is no setting prot (line 2 of " + file + "): did you mean port? --help lists",
        NOTHING,
        "--config",
        file);
    refused(
        "There is no setting PARLEY_PROT: did you mean PARLEY_PORT? --help lists",
        Map.of("PARLEY_PROT", "8080"));
    refused(
        "There is no setting --prot: did you mean --port? --help lists", NOTHING, "--prot", "8080");
  }

  @ParameterizedTest
  @CsvSource({
    "--origin, --origins",
    "--mesage-byte, --message-bytes",
    "--resumewindow, --resume-window",
    "--ROOMS, ''",
    "--colour, ''",
    "--tls, ''"
  })
  void unknownSettingSuggestsASimilarOne(String unknown, String similar) {
    String suggestion = similar.isEmpty() ? "" : "did you mean " + similar + "? ";
    refused(
        "There is no setting " + unknown + ": " + suggestion + "--help lists all settings.",
        NOTHING,
        unknown,
        "1");
  }

  @Test
  void wrongValueIsRefusedWithItsSourceAndRange() throws IOException {
    String file = file("port=1\n\n port : http\n");
    String expected = " must be a whole number (0 to 65535), not \"";

    refused("port (line 3 of " + file + ")" + expected + "http\"", NOTHING, "--config", file);
    refused("PARLEY_PORT" + expected + "70000\"", Map.of("PARLEY_PORT", "70000"));
    refused("PORT" + expected + "\"", Map.of("PORT", ""));
    refused("--port" + expected + "-1\"", NOTHING, "--port", "-1");
  }

  @Test
  void numberWithoutUpperBoundMayBeLarge() {
    refused("--rooms must be a whole number (1 or more), not \"0\"", NOTHING, "--rooms", "0");
    assertThat(read(NOTHING, "--rooms", "3000000000").rooms()).isEqualTo(Integer.MAX_VALUE);
    assertThat(read(NOTHING, "--rooms", "9".repeat(30)).rooms()).isEqualTo(Integer.MAX_VALUE);
    refused(
        "--port must be a whole number (0 to 65535), not \"9999999999999999999999\"",
        NOTHING,
        "--port",
        "9".repeat(22));
    assertThat(read(NOTHING, "--total-log-bytes", "3000000000").totalLogBytes())
        .isEqualTo(3_000_000_000L);
    assertThat(CommandLine.help()).contains("[100000; 1 or more]").doesNotContain("2147483647");
  }

  @Test
  void overriddenWrongValueIsIgnored() {
    assertThat(read(Map.of("PARLEY_PORT", "http"), "--port", "1003").port()).isEqualTo(1003);
  }

  @ParameterizedTest
  @CsvSource({
    "--trusted-proxies, localhost, '10.0.0.0/8, separated by commas'",
    "--trusted-proxies, 10.0.0.0/33, '10.0.0.0/8, separated by commas'",
    "--trusted-proxies, 10.0.0.0/-1, '10.0.0.0/8, separated by commas'",
    "--ice-servers, stun.example.org, 'belong to turn-urls)'",
    "--ice-servers, turn:turn.example.org, 'belong to turn-urls)'",
    "--ice-servers, stun://stun.example.org, 'belong to turn-urls)'",
    "--ice-servers, stun:stun.example.org?transport=udp, 'belong to turn-urls)'",
    "--ice-servers, stun:::1, 'belong to turn-urls)'",
    "--origins, https://*.a.example, 'https://call.example.org, separated by commas'",
    "--origins, null, 'https://call.example.org, separated by commas'",
    "--origins, https://a.example/, 'https://call.example.org, separated by commas'",
    "--host, http://localhost, 'like 127.0.0.1, :: or localhost'",
  })
  void wrongListItemIsRefusedWithAnExample(String key, String value, String example) {
    refused(key + " must be ", NOTHING, key, value);
    refused(example + ", not \"" + value + "\"", NOTHING, key, value);
  }

  @Test
  void wrongListItemIsNamedWithTheReason() {
    refused(
        "not \"https://a.example,b.example\": \"b.example\" has no scheme, like https://, before its"
            + " host.",
        NOTHING,
        "--origins",
        "https://a.example,b.example");
    refused(
        "not \"stun://h\": it has slashes after its scheme: leave them out, as in stun:example.org.",
        NOTHING,
        "--ice-servers",
        "stun://h");
  }

  @Test
  void originsAreNormalized() {
    assertThat(
            read(NOTHING, "--origins", "https://A.example:443, capacitor://localhost,*").origins())
        .containsExactly("https://a.example", "capacitor://localhost", "*");
  }

  @Test
  void ipv4MappedBlockIsAnIpv4Block() {
    AddressBlock block =
        read(NOTHING, "--trusted-proxies", "::ffff:10.0.0.0/104").trustedProxies().getFirst();
    assertThat(contains(block, "10.255.0.1")).isTrue();
    assertThat(contains(block, "11.0.0.1")).isFalse();
    refused("--trusted-proxies must be", NOTHING, "--trusted-proxies", "::ffff:10.0.0.0/95");
  }

  @ParameterizedTest
  @ValueSource(strings = {"19", "20"})
  void heartbeatTimeoutMustExceedTheHeartbeat(String timeout) {
    refused(
        "heartbeat-timeout (" + timeout + ") must be longer than heartbeat (20): set both.",
        NOTHING,
        "--heartbeat-timeout",
        timeout);
    assertThat(read(NOTHING, "--heartbeat-timeout", "21").heartbeatTimeout())
        .isEqualTo(Duration.ofSeconds(21));
  }

  @Test
  void lastOfARepeatedOptionWins() {
    assertThat(read(NOTHING, "--port", "1001", "--port=1002").port()).isEqualTo(1002);
  }

  @Test
  void errorInAnEscapedKeyNamesTheFile() throws IOException {
    String file = file("\\u0070ort=http\n");
    refused("port (" + file + ") must be", NOTHING, "--config", file);
  }

  @Test
  void optionWithoutValueIsRefusedWithAnExample() {
    refused("--port needs a value, like --port 8080", NOTHING, "--port");
    refused("--port needs a value, like --port 8080", NOTHING, "--port", "--host", "localhost");
  }

  @Test
  void argumentThatIsNotAnOptionIsRefused() {
    refused("\"8080\" is not an option: --help lists them", NOTHING, "8080");
    refused("\"-p\" is not an option: --help lists them", NOTHING, "-p", "8080");
  }

  @Test
  void unreadableFileIsRefusedWithItsName() throws IOException {
    String absent = folder.resolve("absent.properties").toString();
    String malformed = file("port=\\u12\n");

    refused(absent + " cannot be read: it must exist", NOTHING, "--config", absent);
    refused(malformed + " cannot be read: a \\u must", Map.of("PARLEY_CONFIG", malformed));
    refused(folder + " cannot be read: it must exist", NOTHING, "--config", folder.toString());
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("parley.properties"), content).toString();
  }

  private static boolean contains(AddressBlock block, String address) {
    return block.contains(Objects.requireNonNull(AddressBlock.literal(address)));
  }

  private static ServerConfig read(Map<String, String> environment, String... arguments) {
    return ConfigReader.read(List.of(arguments), environment);
  }

  private static void refused(
      String sentence, Map<String, String> environment, String... arguments) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(environment, arguments))
        .withMessageContaining(sentence)
        .withMessageEndingWith(".");
  }
}
