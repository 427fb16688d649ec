package dev.parley.scenario;

import com.google.gson.JsonParseException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentences of a script. */
final class Grammar {

  /** What a room is called in a script that speaks of one only. */
  static final String ROOM = "room";

  private static final String NAME = "[a-z][a-z0-9]*";

  private static final List<Sentence> SENTENCES =
      List.of(
          sentence("nobody hears anything", _ -> new Act.Silence()),
          sentences("NAME joins(?: room NAME)?", Grammar::joins),
          sentence("NAME connects(?: to room NAME)?", m -> new Act.Connects(m.group(1), room(m))),
          sentence("NAME is closed with (\\d{4})", m -> new Act.IsClosed(m.group(1), number(m, 2))),
          sentence("NAME is NAME", m -> new Act.Shares(m.group(1), m.group(2))),
          sentence("NAME says text ?(.*)", m -> new Act.SaysText(m.group(1), m.group(2))),
          sentence("NAME says (.+)", m -> new Act.Says(m.group(1), words(m.group(2)))),
          sentence(
              "NAME sends bytes ([0-9a-f]{2}(?: [0-9a-f]{2})*)",
              m -> new Act.SendsBytes(m.group(1), m.group(2))),
          sentence("(NAMES) hears? (.+)", m -> new Act.Hears(names(m), expectation(m.group(2)))),
          sentence("NAME drops", m -> new Act.Drops(m.group(1))),
          sentence("NAME closes", m -> new Act.Closes(m.group(1), 1000)),
          sentence(
              "NAME closes with (1000|[34]\\d{3})", m -> new Act.Closes(m.group(1), number(m, 2))),
          sentence(
              "(\\d{1,5}) seconds? pass(?:es)?",
              m -> new Act.Passes(Duration.ofSeconds(number(m, 1)))),
          sentence("\\$NAME := (.+)", m -> new Act.Keeps(m.group(1), words(m.group(2)))));

  private Grammar() {}

  static List<Act> acts(String text) {
    for (Sentence sentence : SENTENCES) {
      Matcher match = sentence.form().matcher(text);
      if (match.matches()) {
        return sentence.meaning().apply(match);
      }
    }
    throw new IllegalArgumentException(
        "\""
            + text
            + "\" is no sentence of a script: it takes a name (a-z 0-9), then joins, connects, says,"
            + " sends bytes, hears, drops, closes or is closed with; see docs/scenarios.md.");
  }

  private static List<Act> joins(MatchResult m) {
    String who = m.group(1);
    String join = "{'type':'join','key':$%1$s.key,'name':'%1$s'}";
    String joined = "{'type':'joined','self':{'id':$%1$s,'name':'%1$s',…},'resumed':false,…}";
    return List.of(
        new Act.Connects(who, room(m)),
        new Act.Says(who, new Template(quoted(join, who))),
        new Act.Hears(List.of(who), expectation(quoted(joined, who))));
  }

  private static String quoted(String json, String who) {
    return json.formatted(who).replace('\'', '"');
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

  private static Template words(String text) {
    Template words = new Template(text);
    return checked(words, () -> Json.value(words.filled(_ -> "0")));
  }

  private static Expectation expectation(String text) {
    Expectation expected = new Expectation(new Template(text));
    return checked(expected, () -> expected.filled(_ -> "0"));
  }

  private static <T> T checked(T json, Runnable reading) {
    try {
      reading.run();
      return json;
    } catch (JsonParseException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          "This is not the JSON of a script (what is said on purpose without being JSON, is said with \"says text\"): "
              + reason,
          e);
    }
  }

  private static Sentence sentence(String form, Function<MatchResult, Act> act) {
    return sentences(form, match -> List.of(act.apply(match)));
  }

  private static Sentence sentences(String form, Function<MatchResult, List<Act>> acts) {
    String several = "%1$s(?:, %1$s)*(?: and %1$s)?".formatted(NAME);
    String names = form.replace("NAMES", several).replace("NAME", "(" + NAME + ")");
    return new Sentence(Pattern.compile(names), acts);
  }

  private record Sentence(Pattern form, Function<MatchResult, List<Act>> meaning) {}
}
