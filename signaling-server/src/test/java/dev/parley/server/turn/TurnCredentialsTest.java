package dev.parley.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.config.Secret;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Credentials by the scheme of coturn's {@code use-auth-secret}. */
class TurnCredentialsTest {
  private static final IceServer STUN = IceServer.of("stun:stun.example.org");
  private static final List<String> URLS =
      List.of("turn:turn.example.org", "turns:turn.example.org:443?transport=tcp");

  private Instant date = Instant.ofEpochSecond(1_800_000_000);
  private final TurnCredentials credentials =
      new TurnCredentials(
          List.of(STUN), URLS, new Secret("s3cret"), Duration.ofMinutes(10), () -> date);

  /** printf %s 1800000600:abc | openssl dgst -sha1 -hmac s3cret -binary | base64. */
  @Test
  void passwordsAreTheHmacOfExpiryAndPeer() {
    Notice.IceServers servers = servers("abc");

    assertThat(servers.ttlSeconds()).isEqualTo(600);
    assertThat(servers.servers())
        .containsExactly(
            STUN, new IceServer(URLS, "1800000600:abc", "NLN7qQFAHKaYfZJiSpCvCCrQ3yE="));
  }

  @Test
  void credentialsFollowTheDateAndThePeer() {
    assertThat(servers("abc")).isEqualTo(servers("abc")).isNotEqualTo(servers("abd"));
    Notice.IceServers before = servers("abc");
    date = date.plusSeconds(1);
    assertThat(servers("abc")).isNotEqualTo(before);
  }

  @Test
  void secretsHaveNoTextForm() {
    assertThat(new Secret("s3cret").toString()).doesNotContain("s3cret");
    assertThat(servers("abc").toString()).doesNotContain("NLN7qQFAHKaYfZJiSpCvCCrQ3yE=");
  }

  private Notice.IceServers servers(String peer) {
    return credentials.servers(new RoomName("standup"), new PeerId(peer));
  }
}
