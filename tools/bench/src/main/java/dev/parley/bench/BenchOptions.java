package dev.parley.bench;

import dev.parley.bench.rig.Contest;
import dev.parley.bench.rig.Server;
import dev.parley.bench.rig.Servers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command {@code bench} is asked for.
 *
 * @param root the project's folder
 * @param processor on which servers run, or -1 for any
 */
record BenchOptions(
    Task task,
    int rounds,
    boolean quick,
    List<Contest> contests,
    List<Server> servers,
    Path root,
    int processor) {

  static final String USAGE =
      """
      usage: script/bench [options]

      Measures this server and others in turn, on one processor each time, with the load from
      another one, and prints a table of medians. It takes some 20 minutes. What it measures stays
      in target/bench/. See docs/performance.md.

        --rounds N        how often each has its turn (5)
        --cases A,B,…     only some of relay1, relay16, rate, call, connect, fan50, fan500, start, idle
        --servers A,B,…   only some of parley, peerjs, ws, socketio
        --quick           one short round, to see whether it works
        --growth          this server alone, with more connections, larger rooms, longer messages
        --update-docs     puts what was measured last into docs/performance.md, and measures nothing
        --micro [REGEX]   parts of the core alone, by JMH

      Ends with 0 if all is well, with 1 if something got lost, with 2 if it cannot begin.\
      """;

  private static final int MOST_ROUNDS = 100;
  private static final int MOST_PROCESSORS = 10_000;

  enum Task {
    COMPARE(5),
    GROW(3),
    UPDATE_DOCS(0);

    private final int rounds;

    Task(int rounds) {
      this.rounds = rounds;
    }
  }

  /** Behind {@code --} stands the command that starts our server. */
  static BenchOptions read(List<String> arguments) {
    int end = arguments.indexOf("--");
    if (end < 0) {
      throw new IllegalArgumentException("Use script/bench: it says how the server is started.");
    }
    Reader reader = new Reader(arguments.subList(0, end));
    reader.known.addFirst(Servers.ours(arguments.subList(end + 1, arguments.size())));
    return reader.read();
  }

  /** Reads from left to right. */
  private static final class Reader {
    private final Arguments rest;
    private final List<Server> known = new ArrayList<>();
    private Task task = Task.COMPARE;
    private int rounds;
    private boolean quick;
    private List<Contest> contests = List.of(Contest.values());
    private List<String> names = List.of();
    private Path root = Path.of("");
    private int processor = -1;

    Reader(List<String> arguments) {
      this.rest = new Arguments(arguments);
    }

    BenchOptions read() {
      while (!rest.isEmpty()) {
        take(rest.next());
      }
      int standard = quick ? 1 : task.rounds;
      return new BenchOptions(
          task, rounds == 0 ? standard : rounds, quick, contests, servers(), root, processor);
    }

    private void take(String option) {
      switch (option) {
        case "--rounds" -> rounds = rest.number(option, 1, MOST_ROUNDS);
        case "--quick" -> quick = true;
        case "--growth" -> task = Task.GROW;
        case "--update-docs" -> task = Task.UPDATE_DOCS;
        case "--cases" -> contests = list(option).stream().map(Contest::of).toList();
        case "--servers" -> names = list(option);
        case "--root" -> root = Path.of(rest.text(option));
        case "--processor" -> processor = rest.number(option, 0, MOST_PROCESSORS);
        case "--peers" -> known.addAll(Servers.peers(Path.of(rest.text(option))));
        default ->
            throw new IllegalArgumentException("There is no option " + option + ".\n" + USAGE);
      }
    }

    private List<String> list(String option) {
      return List.of(rest.text(option).split(",", -1));
    }

    private List<Server> servers() {
      return names.isEmpty() ? known : names.stream().map(this::server).toList();
    }

    private Server server(String name) {
      return known.stream()
          .filter(server -> server.name().equals(name))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "There is no server \"%s\" here: choose from %s."
                      .formatted(name, known.stream().map(Server::name).toList())));
    }
  }
}
