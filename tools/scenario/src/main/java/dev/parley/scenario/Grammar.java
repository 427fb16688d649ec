package dev.parley.scenario;

import com.google.gson.JsonParseException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The sentences of the language. */
final class Grammar {

  /** The room of a script that names no other. */
  static final String ROOM = "room";

  private static final String NAME = "[a-z][a-z0-9]*";

  /** The first form that matches applies. */
  private static final List<Sentence> SENTENCES =
      List.of(
          sentence("nobody receives anything", _ -> new Action.ExpectNothing()),
          sentences("NAME joins(?: room NAME)?", Grammar::join),
          sentence("NAME connects(?: to room NAME)?", m -> new Action.Connect(m.group(1), room(m))),
          sentence(
              "NAME is closed with (\\d{4})",
              m -> new Action.ExpectClose(m.group(1), number(m, 2))),
          sentence("NAME is NAME", m -> new Action.ShareKey(m.group(1), m.group(2))),
          sentence("NAME sends text ?(.*)", m -> new Action.SendText(m.group(1), m.group(2))),
          sentence(
              "NAME sends (?!bytes )(.+)", m -> new Action.Send(m.group(1), template(m.group(2)))),
          sentence(
              "NAME sends bytes ([0-9a-f]{2}(?: [0-9a-f]{2})*+)",
              m -> new Action.SendBinary(m.group(1), m.group(2))),
          sentence(
              "(NAMES) receives? (.+)", m -> new Action.Expect(names(m), expectation(m.group(2)))),
          sentence("NAME drops", m -> new Action.Drop(m.group(1))),
          sentence("NAME closes", m -> new Action.Close(m.group(1), 1000)),
          sentence(
              "NAME closes with (100[01]|[34]\\d{3})",
              m -> new Action.Close(m.group(1), number(m, 2))),
          sentence(
              "(\\d{1,5}) seconds? pass(?:es)?",
              m -> new Action.Wait(Duration.ofSeconds(number(m, 1)))),
          sentence("\\$NAME := (.+)", m -> new Action.Assign(m.group(1), template(m.group(2)))));

  private static final Pattern LOOP =
      Pattern.compile("for \\$(" + NAME + ") from (\\d{1,4}) to (\\d{1,4}): (.+)");

  private Grammar() {}

  /** The actions of a statement, which a loop repeats. */
  static List<Action> actions(String text) {
    Matcher loop = LOOP.matcher(text);
    if (!loop.matches()) {
      return simpleActions(text);
    }
    String variable = "\\$" + loop.group(1) + "\\b";
    String body = loop.group(4);
    return IntStream.rangeClosed(number(loop, 2), number(loop, 3))
        .mapToObj(i -> simpleActions(body.replaceAll(variable, String.valueOf(i))))
        .flatMap(List::stream)
        .toList();
  }

  /** The requirements that a list names. */
  static List<Scenario.Requirement> requirements(String list) {
    return Stream.of(list.split(", ")).map(Grammar::requirement).toList();
  }

  private static Scenario.Requirement requirement(String name) {
    return Stream.of(Scenario.Requirement.values())
        .filter(one -> one.wireName().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "\"" + name + "\" is not one of " + requirementNames() + "."));
  }

  private static String requirementNames() {
    return Stream.of(Scenario.Requirement.values())
        .map(Scenario.Requirement::wireName)
        .collect(Collectors.joining(", "));
  }

  private static List<Action> simpleActions(String text) {
    for (Sentence sentence : SENTENCES) {
      Matcher match = sentence.form().matcher(text);
      if (match.matches()) {
        return sentence.meaning().apply(match);
      }
    }
    throw new IllegalArgumentException(
        "\""
            + text
            + "\" is not a sentence of a script: write a name (a-z 0-9), then joins, connects, sends,"
            + " sends text, sends bytes, receives, drops, closes or is closed with; see docs/scenarios.md.");
  }

  private static List<Action> join(MatchResult m) {
    String client = m.group(1);
    String join = "{'type':'join','key':$%1$s.key,'name':'%1$s'}";
    String joined = "{'type':'joined','self':{'id':$%1$s,'name':'%1$s',…},'resumed':false,…}";
    return List.of(
        new Action.Connect(client, room(m)),
        new Action.Send(client, new Template(quoted(join, client))),
        new Action.Expect(List.of(client), expectation(quoted(joined, client))));
  }

  private static String quoted(String json, String client) {
    return json.formatted(client).replace('\'', '"');
  }

  private static String room(MatchResult m) {
    String named = m.group(2);
    return named == null ? ROOM : named;
  }

  private static List<String> names(MatchResult m) {
    return List.of(m.group(1).split(", | and "));
  }

  private static int number(MatchResult m, int group) {
    return Integer.parseInt(m.group(group));
  }

  private static Template template(String text) {
    Template template = new Template(text);
    return checked(template, () -> Json.value(template.filled(_ -> "0")));
  }

  private static Expectation expectation(String text) {
    Expectation expected = new Expectation(new Template(text));
    return checked(expected, () -> expected.filled(Grammar::placeholder));
  }

  /** Generated values as they will be, since an expectation may not be nested too deeply. */
  private static String placeholder(Reference reference) {
    return switch (reference) {
      case Reference.Nested nested -> nested.json();
      case Reference.Named _, Reference.Text _ -> "0";
    };
  }

  private static <T> T checked(T json, Runnable reading) {
    try {
      reading.run();
      return json;
    } catch (JsonParseException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          "This is not the JSON of a script (\"sends text\" sends text that is not JSON): "
              + reason,
          e);
    }
  }

  private static Sentence sentence(String form, Function<MatchResult, Action> action) {
    return sentences(form, match -> List.of(action.apply(match)));
  }

  private static Sentence sentences(String form, Function<MatchResult, List<Action>> actions) {
    // Possessive: a repeated group that may backtrack is matched recursively, and the stack is
    // short.
    String several = "%1$s(?:, %1$s)*+(?: and %1$s)?".formatted(NAME);
    String names = form.replace("NAMES", several).replace("NAME", "(" + NAME + ")");
    return new Sentence(Pattern.compile(names), actions);
  }

  private record Sentence(Pattern form, Function<MatchResult, List<Action>> meaning) {}
}
