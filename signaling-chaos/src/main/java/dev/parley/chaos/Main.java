package dev.parley.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
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
    System.exit(new Main(System.out, System.err).run(List.of(arguments)));
  }

  int run(List<String> arguments) throws InterruptedException {
    try {
      Options options = Options.read(arguments);
      URI server = options.server();
      long seed = options.seed() == null ? new Random().nextInt(Integer.MAX_VALUE) : options.seed();
      int port = server.getPort() < 0 ? 80 : server.getPort();
      Chaos chaos = new Chaos(options.goal(), seed, out);
      return chaos.run(new InetSocketAddress(server.getHost(), port)) ? 0 : FAILED;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return WRONG_USAGE;
    } catch (IOException e) {
      err.println("There is no port for the proxy: " + e.getMessage());
      return WRONG_USAGE;
    }
  }
}
