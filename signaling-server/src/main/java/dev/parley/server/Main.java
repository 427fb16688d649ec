package dev.parley.server;

import dev.parley.server.config.CommandLine;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.ConfigReader;
import dev.parley.server.observe.LogFormat;
import java.util.List;

/** Starts a server for a person at a command line. */
public final class Main {
  private static final int WRONG_USAGE = 2;

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
      System.exit(WRONG_USAGE);
    }
  }

  /** As the jar has it. */
  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }
}
