package dev.parley.bench;

import dev.parley.bench.load.Case;
import dev.parley.bench.load.Plan;
import dev.parley.bench.measure.Account;
import dev.parley.bench.wire.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command {@code load} is asked for. */
record LoadOptions(Target target, Plan plan, @Nullable Account server, boolean json) {
  static final String USAGE =
      """
      usage: script/load URL [options]

      Puts load on a Parley server, and says what it bore and whether anything got lost. URL is
      where people reach it: https://call.example.org, or ws://localhost:8080. Begin small: what a
      server lets come from one address is limited.

        --case CASE      what to do (rate):
                           relay    pairs talk as fast as they are let
                           rate     pairs send so many messages a second
                           call     calls are set up: offer, answer, candidates
                           connect  people join, and leave at once
                           fanout   one speaks to all in the room
                           idle     people join, and say nothing
        --pairs N        of relay and rate (10), idle (50)
        --rate N         messages a second of rate, all together (100)
        --window N       messages under way in each direction, of relay (1)
        --at-once N      calls or connections of call and connect (2)
        --rooms N        of fanout (1)
        --members N      in each room of fanout (10)
        --bytes N        of a message (1024)
        --warm-up N      seconds before it is measured (1)
        --seconds N      for which it is measured (10)
        --pid N          the server's process, if it is on this machine: then its CPU, and of idle its
                         memory, too
        --json           the report as JSON

      Ends with 0 if all is well, with 1 if something got lost or failed, with 2 if it cannot begin.\
      """;

  private static final int MOST_CONNECTIONS = 60_000;
  private static final int MOST_WINDOW = 1_000;
  private static final int MOST_BYTES = 60_000;
  private static final int MOST_PROCESSES = 999_999_999;
  private static final int LONGEST = 86_400;
  private static final double MOST_RATE = 1_000_000;
  private static final String ROOMS = "/v1/rooms";

  static LoadOptions read(List<String> arguments) {
    Arguments rest = new Arguments(arguments);
    Plan plan = modest(caseOf(arguments));
    Target target = null;
    Account server = null;
    boolean json = false;
    while (!rest.isEmpty()) {
      String argument = rest.next();
      switch (argument) {
        case "--pid" -> server = Account.of(rest.number(argument, 1, MOST_PROCESSES));
        case "--json" -> json = true;
        default -> {
          if (argument.startsWith("-")) {
            plan = changed(plan, argument, rest);
          } else {
            target = target(argument);
          }
        }
      }
    }
    if (target == null) {
      throw new IllegalArgumentException(USAGE);
    }
    return new LoadOptions(target, plan, server, json);
  }

  /** The case comes first: it says what the other options mean. */
  private static Case caseOf(List<String> arguments) {
    int at = arguments.indexOf("--case");
    return at < 0 || at + 1 == arguments.size() ? Case.RATE : Case.of(arguments.get(at + 1));
  }

  /** What nobody's server should mind. */
  private static Plan modest(Case kind) {
    Plan plan =
        switch (kind) {
          case RELAY -> Plan.relay(10, 1);
          case RATE -> Plan.rate(10, 100);
          case CALL -> Plan.calls(2);
          case CONNECT -> Plan.connects(2);
          case FANOUT -> Plan.fanout(1, 10);
          case IDLE -> Plan.idle(100);
        };
    return plan.lasting(Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  private static Plan changed(Plan plan, String option, Arguments rest) {
    return switch (option) {
      case "--case" -> {
        rest.text(option);
        yield plan;
      }
      case "--pairs" -> {
        only(option, plan, Case.RELAY, Case.RATE, Case.IDLE);
        yield plan.groups(rest.number(option, 1, MOST_CONNECTIONS / 2));
      }
      case "--rate" -> {
        only(option, plan, Case.RATE);
        yield plan.rate(rest.decimal(option, 0.1, MOST_RATE));
      }
      case "--window" -> {
        only(option, plan, Case.RELAY);
        yield plan.window(rest.number(option, 1, MOST_WINDOW));
      }
      case "--at-once" -> {
        only(option, plan, Case.CALL, Case.CONNECT);
        yield plan.groups(rest.number(option, 1, MOST_CONNECTIONS / 2));
      }
      case "--rooms" -> {
        only(option, plan, Case.FANOUT);
        yield plan.groups(rest.number(option, 1, MOST_CONNECTIONS / 2));
      }
      case "--members" -> {
        only(option, plan, Case.FANOUT);
        yield plan.members(rest.number(option, 2, MOST_CONNECTIONS));
      }
      case "--bytes" -> {
        only(option, plan, Case.RELAY, Case.RATE, Case.FANOUT);
        yield plan.size(rest.number(option, 1, MOST_BYTES));
      }
      case "--warm-up" ->
          plan.lasting(Duration.ofSeconds(rest.number(option, 0, LONGEST)), plan.time());
      case "--seconds" ->
          plan.lasting(plan.warmUp(), Duration.ofSeconds(rest.number(option, 1, LONGEST)));
      default -> throw new IllegalArgumentException("There is no option " + option + ".\n" + USAGE);
    };
  }

  private static void only(String option, Plan plan, Case... cases) {
    if (!List.of(cases).contains(plan.kind())) {
      throw new IllegalArgumentException(option + " is not for the case " + plan.kind() + ".");
    }
  }

  /** Who gives the address of the rooms means the server that has them. */
  private static Target target(String url) {
    String bare = url.replaceAll("/+$", "");
    return Target.of(
        bare.endsWith(ROOMS) ? bare.substring(0, bare.length() - ROOMS.length()) : bare);
  }
}
