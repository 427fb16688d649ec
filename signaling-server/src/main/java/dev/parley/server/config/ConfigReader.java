package dev.parley.server.config;

import dev.parley.signaling.participant.Limits;
import dev.parley.signaling.protocol.IceServer;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads the configuration: a file, over it the environment, over both the arguments. */
public final class ConfigReader {
  /** What stands for every origin. */
  public static final String ANY_ORIGIN = "*";

  private static final String HISTORY_OF_ALL = "all";
  private static final String HISTORY_SINCE_JOINED = "joined";

  private static final String FILE_OPTION = "config";
  private static final String FILE_VARIABLE = "PARLEY_CONFIG";

  /** Platforms that run a server for somebody tell it its port by this name. */
  private static final String PORT_VARIABLE = "PORT";

  private final SettingValues values = new SettingValues();

  private ConfigReader() {}

  /**
   * Reads what is set.
   *
   * @throws ConfigException with a sentence for the person who has set it
   */
  public static ServerConfig read(List<String> arguments, Map<String, String> environment) {
    ConfigReader reader = new ConfigReader();
    Map<String, String> options = CommandLine.options(arguments);
    String file = options.getOrDefault(FILE_OPTION, environment.get(FILE_VARIABLE));
    if (file != null) {
      reader.readFile(file);
    }
    reader.readEnvironment(environment);
    reader.readOptions(options);
    return reader.config();
  }

  private void readFile(String file) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          "The configuration file "
              + file
              + " cannot be read: make sure that it is there, readable, and of lines like port=8080.");
    }
    for (String key : properties.stringPropertyNames()) {
      String place = key + " in " + file;
      Setting setting = Setting.ofKey(key).orElseThrow(() -> unknown(place));
      values.set(setting, properties.getProperty(key), place);
    }
  }

  private void readEnvironment(Map<String, String> environment) {
    String port = environment.get(PORT_VARIABLE);
    if (port != null) {
      values.set(Setting.PORT, port, PORT_VARIABLE);
    }
    environment.forEach((name, value) -> {
      if (Setting.claims(name) && !name.equals(FILE_VARIABLE)) {
        Setting setting = Setting.ofEnvironment(name).orElseThrow(() -> unknown(name));
        values.set(setting, value, name);
      }
    });
  }

  private void readOptions(Map<String, String> options) {
    options.forEach((key, value) -> {
      if (!key.equals(FILE_OPTION)) {
        String place = "--" + key;
        values.set(Setting.ofKey(key).orElseThrow(() -> unknown(place)), value, place);
      }
    });
  }

  private static ConfigException unknown(String place) {
    return new ConfigException("There is no setting " + place + ": --help lists what can be set.");
  }

  private ServerConfig config() {
    ServerConfig config =
        new ServerConfig(
            host(),
            values.number(Setting.PORT, 0, 65_535),
            values.list(Setting.ORIGINS).stream().map(this::origin).toList(),
            values.list(Setting.TRUSTED_PROXIES).stream().map(this::block).toList(),
            values.list(Setting.ICE_SERVERS).stream().map(this::iceServer).toList(),
            limits(),
            values.number(Setting.LOG_BYTES, 1_024, Integer.MAX_VALUE),
            values.number(Setting.TOTAL_LOG_BYTES, 65_536, Integer.MAX_VALUE),
            values.number(Setting.TOTAL_ROSTER_BYTES, 1_024, Integer.MAX_VALUE),
            values.number(Setting.TOTAL_UNSENT_BYTES, 65_536, Integer.MAX_VALUE),
            values.number(Setting.TOTAL_INCOMING_BYTES, 65_536, Integer.MAX_VALUE),
            values.number(Setting.ROOMS, 1, Integer.MAX_VALUE),
            values.number(Setting.PEERS_PER_ROOM, 1, 1_000_000),
            values.number(Setting.CONNECTIONS, 0, Integer.MAX_VALUE),
            values.number(Setting.CONNECTIONS_PER_ADDRESS, 1, Integer.MAX_VALUE),
            values.number(Setting.JOINS_PER_ADDRESS, 1, 1_000_000),
            values.seconds(Setting.HEARTBEAT_TIMEOUT, 1, 3_600),
            values.seconds(Setting.RESUME_WINDOW, 0, 3_600),
            values.seconds(Setting.HISTORY_AGE, 1, 604_800),
            values
                .choice(Setting.HISTORY_FROM, HISTORY_OF_ALL, HISTORY_SINCE_JOINED)
                .equals(HISTORY_SINCE_JOINED),
            values.seconds(Setting.DRAIN, 0, 3_600),
            values.number(Setting.IO_THREADS, 0, 256),
            values.chosen());
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
        values.number(Setting.MESSAGE_BYTES, 1_024, 16 << 20),
        values.number(Setting.MESSAGES_PER_SECOND, 1, 1_000_000),
        values.number(Setting.BAD_MESSAGES, 1, 1_000_000),
        values.number(Setting.UNSENT_BYTES, 16_384, Integer.MAX_VALUE),
        values.seconds(Setting.JOIN_TIMEOUT, 1, 3_600),
        values.seconds(Setting.HEARTBEAT, 1, 3_600));
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

  private IceServer iceServer(String url) {
    try {
      return IceServer.of(url);
    } catch (IllegalArgumentException e) {
      throw values.wrong(
          Setting.ICE_SERVERS,
          "URLs like stun:stun.example.org, separated by commas (TURN needs credentials, which"
              + " cannot be set yet)",
          url,
          e);
    }
  }
}
