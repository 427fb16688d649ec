package dev.parley.server.config;

import dev.parley.signaling.protocol.IceServer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the settings of STUN and TURN servers. */
final class IceConfigReader {
  private static final String STUN_URLS = "URLs like stun:stun.example.org, separated by commas";
  private static final String TURN_URLS =
      "URLs like turn:turn.example.org or turns:turn.example.org:443?transport=tcp, separated by"
          + " commas";

  private final SettingValues values;

  IceConfigReader(SettingValues values) {
    this.values = values;
  }

  IceConfig read() {
    List<IceServer> stun = values.list(Setting.ICE_SERVERS).stream().map(this::stunServer).toList();
    List<String> urls = values.list(Setting.TURN_URLS);
    Secret secret = values.secret(Setting.TURN_SECRET, Setting.TURN_SECRET_FILE);
    Secret password = values.secret(Setting.TURN_PASSWORD, Setting.TURN_PASSWORD_FILE);
    String username = values.text(Setting.TURN_USERNAME);
    urls.forEach(this::checkTurnUrl);
    checkCredentials(urls, secret, username, password);
    List<IceServer> servers =
        password == null
            ? stun
            : Stream.concat(
                    stun.stream(), Stream.of(new IceServer(urls, username, password.text())))
                .toList();
    return new IceConfig(servers, urls, secret, values.seconds(Setting.TURN_TTL));
  }

  private IceServer stunServer(String url) {
    try {
      return IceServer.of(url);
    } catch (IllegalArgumentException e) {
      throw values.wrong(
          Setting.ICE_SERVERS, STUN_URLS + " (TURN URLs belong to turn-urls)", url, e);
    }
  }

  private void checkTurnUrl(String url) {
    try {
      var _ = new IceServer(List.of(url), "", "");
      if (!url.toLowerCase(Locale.ROOT).startsWith("turn")) {
        throw new IllegalArgumentException("is the URL of a STUN server, for ice-servers");
      }
    } catch (IllegalArgumentException e) {
      throw values.wrong(Setting.TURN_URLS, TURN_URLS, url, e);
    }
  }

  private static void checkCredentials(
      List<String> urls, @Nullable Secret secret, String username, @Nullable Secret password) {
    boolean isStatic = password != null || !username.isEmpty();
    if (secret != null && isStatic) {
      throw new ConfigException(
          "turn-secret and turn-username exclude each other: set the one that the TURN servers use.");
    }
    if (isStatic && (password == null || username.isEmpty())) {
      throw new ConfigException("turn-username and turn-password belong together: set both.");
    }
    if (urls.isEmpty() && (secret != null || isStatic)) {
      throw new ConfigException(
          "turn-urls is missing: set the URLs of the TURN servers for these credentials.");
    }
    if (!urls.isEmpty() && secret == null && !isStatic) {
      throw new ConfigException(
          "turn-urls needs credentials: set turn-secret-file to a file with the static-auth-secret of"
              + " coturn, or turn-username and turn-password.");
    }
  }
}
