package dev.parley.server.config;

import dev.parley.signaling.participant.Limits;
import java.util.List;
import java.util.Map;

/** Turns settings, which are texts, into a validated {@link ServerConfig}. */
public final class ConfigReader {
  /** The entry of {@code origins} that allows every origin. */
  public static final String ANY_ORIGIN = "*";

  private static final String HISTORY_ALL = "all";
  private static final String HISTORY_SINCE_JOINED = "joined";

  private final SettingValues values;

  private ConfigReader(SettingValues values) {
    this.values = values;
  }

  /**
   * Reads the configuration: defaults, a file, the environment and arguments, each of which
   * overrides the one before it.
   *
   * @throws ConfigException with a sentence for the operator
   */
  public static ServerConfig read(List<String> arguments, Map<String, String> environment) {
    return new ConfigReader(SettingSources.read(arguments, environment)).config();
  }

  private ServerConfig config() {
    ServerConfig config =
        new ServerConfig(
            host(),
            values.number(Setting.PORT),
            values.list(Setting.ORIGINS).stream().map(this::origin).toList(),
            values.list(Setting.TRUSTED_PROXIES).stream().map(this::block).toList(),
            new IceConfigReader(values).read(),
            values.text(Setting.WEB),
            limits(),
            values.number(Setting.LOG_BYTES),
            values.longNumber(Setting.TOTAL_LOG_BYTES),
            values.longNumber(Setting.TOTAL_ROSTER_BYTES),
            values.longNumber(Setting.TOTAL_UNSENT_BYTES),
            values.longNumber(Setting.TOTAL_INCOMING_BYTES),
            values.number(Setting.ROOMS),
            values.number(Setting.PEERS_PER_ROOM),
            values.number(Setting.CONNECTIONS),
            values.number(Setting.CONNECTIONS_PER_ADDRESS),
            values.number(Setting.JOINS_PER_ADDRESS),
            values.seconds(Setting.HEARTBEAT_TIMEOUT),
            values.seconds(Setting.RESUME_WINDOW),
            values.seconds(Setting.HISTORY_AGE),
            values
                .choice(Setting.HISTORY_FROM, HISTORY_ALL, HISTORY_SINCE_JOINED)
                .equals(HISTORY_SINCE_JOINED),
            values.seconds(Setting.DRAIN),
            values.number(Setting.IO_THREADS),
            values.explicit());
    if (config.heartbeatTimeout().compareTo(config.limits().heartbeat()) <= 0) {
      throw new ConfigException(
          "heartbeat-timeout ("
              + values.text(Setting.HEARTBEAT_TIMEOUT)
              + ") must be longer than heartbeat ("
              + values.text(Setting.HEARTBEAT)
              + "): set both.");
    }
    return config;
  }

  private Limits limits() {
    return new Limits(
        values.number(Setting.MESSAGE_BYTES),
        values.number(Setting.MESSAGES_PER_SECOND),
        values.number(Setting.BAD_MESSAGES),
        values.number(Setting.UNSENT_BYTES),
        values.seconds(Setting.JOIN_TIMEOUT),
        values.seconds(Setting.HEARTBEAT));
  }

  private String host() {
    return ListenAddress.host(values.text(Setting.HOST))
        .orElseThrow(() ->
            values.wrong(
                Setting.HOST,
                "an address or a name of this machine, like 127.0.0.1, :: or localhost"));
  }

  private String origin(String text) {
    try {
      return text.equals(ANY_ORIGIN) ? text : Origin.of(text).text();
    } catch (IllegalArgumentException e) {
      throw values.wrong(
          Setting.ORIGINS,
          "* or origins like https://call.example.org, separated by commas",
          text,
          e);
    }
  }

  private AddressBlock block(String text) {
    return AddressBlock.of(text)
        .orElseThrow(() ->
            values.wrong(
                Setting.TRUSTED_PROXIES,
                "addresses or blocks like 10.0.0.0/8, separated by commas"));
  }
}
