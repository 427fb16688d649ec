package dev.parley.siege;

import dev.parley.client.Endpoint;
import dev.parley.siege.attack.Attack;
import dev.parley.siege.attack.Attacks;
import dev.parley.siege.server.ServerProcess;
import dev.parley.siege.verdict.Judge;
import dev.parley.siege.verdict.Site;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The command {@code siege}. */
final class Main {
  private static final int FAILED = 1;
  private static final int CANNOT_BEGIN = 2;

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(new Main(System.out, System.err).run(List.of(arguments)));
  }

  int run(List<String> arguments) throws InterruptedException {
    try {
      Options options = Options.read(arguments);
      if (options.list()) {
        Attacks.all().forEach(this::describe);
        return 0;
      }
      return attack(options) ? 0 : FAILED;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return CANNOT_BEGIN;
    } catch (IOException e) {
      err.println(e.getMessage());
      return CANNOT_BEGIN;
    }
  }

  private void describe(Attack attack) {
    out.println("%-20s %s".formatted(attack.name(), attack.line()));
  }

  private boolean attack(Options options) throws IOException, InterruptedException {
    long seed = options.seed() == null ? new Random().nextInt(Integer.MAX_VALUE) : options.seed();
    List<Wave> waves =
        options.attacks().isEmpty()
            ? Plan.all(options.time(), seed)
            : Plan.only(options.attacks(), options.time());
    out.println("seed " + seed);
    URI url = options.server();
    if (url != null) {
      Site site = new Site(Endpoint.addressOf(url));
      return new Siege(site, Watch.NOTHING, waves, Pace.DEFAULT, seed, new Judge(), out).run();
    }
    String jar = String.valueOf(options.jar());
    Path jvmOptions = Objects.requireNonNull(options.jvmOptions());
    return siege(jvmOptions, List.of("-jar", jar), waves, Pace.of(options.time()), seed, out);
  }

  /** A siege of a server that is started for it, and ended. */
  static boolean siege(
      Path jvmOptions,
      List<String> program,
      List<Wave> waves,
      Pace pace,
      long seed,
      PrintStream out)
      throws IOException, InterruptedException {
    Judge judge = new Judge();
    try (ServerProcess server = ServerProcess.start(jvmOptions, program, pace.settings())) {
      Site site = new Site(Endpoint.addressOf(server.url()));
      return new Siege(site, new ProcessWatch(server, judge), waves, pace, seed, judge, out).run();
    }
  }
}
