package dev.parley.server.turn;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.parley.server.config.IceConfig;
import dev.parley.server.config.Secret;
import dev.parley.signaling.protocol.IceServer;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.IceServerProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Credentials of TURN servers that expire, by the scheme of coturn's {@code use-auth-secret}
 * (draft-uberti-behave-turn-rest): the name of the user is the time at which the credentials
 * expire, in Unix seconds, and the id of the peer; the password is the Base64 text of its HMAC-SHA1
 * under a secret that this server shares with the TURN servers, which therefore keep no list of
 * users.
 *
 * <p>Thread-safe and does not block.
 */
public final class TurnCredentials implements IceServerProvider {
  private final List<IceServer> others;
  private final List<String> urls;
  private final HashFunction hmac;
  private final Duration ttl;
  private final InstantSource date;

  /**
   * Credentials for some URLs.
   *
   * @param others servers that need no such credentials
   * @param date the date of this machine, which that of the TURN servers has to match within the
   *     time to live; not a monotonic clock
   */
  TurnCredentials(
      List<IceServer> others, List<String> urls, Secret secret, Duration ttl, InstantSource date) {
    this.others = List.copyOf(others);
    this.urls = List.copyOf(urls);
    this.hmac = Hashing.hmacSha1(secret.text().getBytes(StandardCharsets.UTF_8));
    this.ttl = ttl;
    this.date = date;
  }

  /**
   * Provides the configured servers to clients.
   *
   * @param date the date of this machine
   */
  public static IceServerProvider of(IceConfig config, InstantSource date) {
    Secret secret = config.turnSecret();
    return secret == null
        ? IceServerProvider.of(config.servers())
        : new TurnCredentials(config.servers(), config.turnUrls(), secret, config.turnTtl(), date);
  }

  @Override
  public Notice.IceServers servers(RoomName room, PeerId peer) {
    String username = date.instant().plus(ttl).getEpochSecond() + ":" + peer.value();
    byte[] mac = hmac.hashString(username, StandardCharsets.UTF_8).asBytes();
    IceServer turn = new IceServer(urls, username, BaseEncoding.base64().encode(mac));
    return new Notice.IceServers(
        Stream.concat(others.stream(), Stream.of(turn)).toList(), ttl.toSeconds());
  }
}
