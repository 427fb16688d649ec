package dev.parley.chaos;

import dev.parley.client.Endpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The command {@code chaos}. */
final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) throws InterruptedException {
    Locale.setDefault(Locale.ROOT); // numbers go on the wire, and to programs
    System.exit(new Main(System.out, System.err).run(List.of(arguments)));
  }

  int run(List<String> arguments) throws InterruptedException {
    try {
      Options options = Options.read(arguments);
      long seed = options.seed() == null ? new Random().nextInt(Integer.MAX_VALUE) : options.seed();
      InetSocketAddress server = Endpoint.addressOf(options.server());
      return new Chaos(options.goal(), seed, out).run(server) ? 0 : FAILED;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return WRONG_USAGE;
    } catch (IOException e) {
      err.println(e.getMessage());
      return WRONG_USAGE;
    }
  }
}
