package dev.parley.server;

import dev.parley.server.config.CommandLine;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.ConfigReader;
import dev.parley.server.observe.LogFormat;
import java.util.List;

/**
 * The command {@code script/server}: reads the configuration, starts a server, and stops it on
 * SIGTERM. Exits with status 2 and one sentence if the configuration cannot be used.
 */
public final class Main {
  private static final int EXIT_WRONG_CONFIGURATION = 2;

  private Main() {}

  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    if (CommandLine.asksForHelp(arguments)) {
      System.out.print(CommandLine.help());
      return;
    }
    if (CommandLine.asksForVersion(arguments)) {
      System.out.println("Parley " + version());
      return;
    }
    try {
      LogFormat.install();
      SignalingServer server = SignalingServer.start(ConfigReader.read(arguments, System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "shutdown"));
      System.out.println("Parley is at " + server.url());
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_WRONG_CONFIGURATION);
    }
  }

  /** The version in the manifest of the jar. */
  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }
}
