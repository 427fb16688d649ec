package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.server.turn.TurnCredentials;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of STUN and TURN servers. */
class IceConfigReaderTest {
  private static final String URL = "--turn-urls=turn:turn.example.org";

  @TempDir Path folder;

  @Test
  void secretsAreReadFromFilesOrSettings() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), " s3cret \nsecond line\n");

    Notice.IceServers fromFile = servers(read(URL, "--turn-secret-file=" + file));
    assertThat(fromFile).isEqualTo(servers(read(URL, "--turn-secret=s3cret")));
    assertThat(fromFile.ttlSeconds()).isEqualTo(3_600);
    assertThat(fromFile.servers().getFirst().username()).isEqualTo("5600:peer");
    assertThat(servers(read(URL, "--turn-secret=s3cret", "--turn-ttl=60")).ttlSeconds())
        .isEqualTo(60);
  }

  @Test
  void usersWithPasswordsReceiveTheSameCredentials() {
    IceConfig config =
        read(
            "--ice-servers=stun:stun.example.org",
            "--turn-urls=turn:one.example.org, turns:two.example.org:443?transport=tcp",
            "--turn-username=ana",
            "--turn-password=pass");

    assertThat(servers(config))
        .isEqualTo(
            new Notice.IceServers(
                List.of(
                    IceServer.of("stun:stun.example.org"),
                    new IceServer(
                        List.of("turn:one.example.org", "turns:two.example.org:443?transport=tcp"),
                        "ana",
                        "pass")),
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--turn-urls=turn:a.example | turn-urls needs credentials: set turn-secret-file",
        "--turn-secret=s3cret | turn-urls is missing",
        "--turn-username=ana --turn-password=s3cret | turn-urls is missing",
        "--turn-urls=turn:a.example --turn-username=ana | turn-username and turn-password belong",
        "--turn-urls=turn:a.example --turn-password=s3cret | turn-username and turn-password belong",
        "--turn-urls=turn:a.example --turn-secret=s3cret --turn-username=b | exclude each other",
        "--turn-urls=turn:a.example --turn-secret=s3cret --turn-secret-file=x | exclude each other",
        "--turn-urls=turn:a.example --turn-secret-file=/no/such | must be a file that can be read",
        "--turn-urls=turn:a.example --turn-secret-file=/dev/null | whose first line is the secret",
        "--turn-urls=stun:a.example --turn-secret=s3cret | is the URL of a STUN server",
        "--turn-urls=a.example --turn-secret=s3cret | does not begin with stun: or",
        "--turn-urls=turn:a.example?transport=tls --turn-secret=s3cret | has a query other than",
        "--ice-servers=turn:a.example | TURN URLs belong to turn-urls",
        "--turn-urls=turn:a.example --turn-secret=s3cret --turn-ttl=3601 | 10 to 3600",
      })
  void wrongSettingsAreRefusedWithoutTheSecret(String arguments, String sentence) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(arguments.split(" ")))
        .withMessageContaining(sentence)
        .withMessageEndingWith(".")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  private static IceConfig read(String... arguments) {
    return ConfigReader.read(List.of(arguments), Map.of()).ice();
  }

  private static Notice.IceServers servers(IceConfig config) {
    return TurnCredentials.of(config, () -> Instant.ofEpochSecond(2_000))
        .servers(new RoomName("standup"), new PeerId("peer"));
  }
}
