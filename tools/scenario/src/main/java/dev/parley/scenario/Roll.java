package dev.parley.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The check that everything a script names is there, so that a slip of the pen is found before the
 * play.
 */
final class Roll {

  private final Scenario scenario;
  private final Set<String> people = new HashSet<>();
  private final Set<String> values = new HashSet<>(Set.of(Grammar.ROOM));

  private Roll(Scenario scenario) {
    this.scenario = scenario;
  }

  static void call(Scenario scenario) {
    Roll roll = new Roll(scenario);
    for (Step step : scenario.steps()) {
      step.acts().forEach(roll::enter);
    }
    for (Step step : scenario.steps()) {
      step.acts().forEach(act -> roll.check(step, act));
    }
  }

  private void enter(Act act) {
    if (act instanceof Act.Connects connects) {
      people.add(connects.who());
    }
  }

  private void check(Step step, Act act) {
    for (String who : actors(act)) {
      if (!people.contains(who)) {
        refuse(step, who + " never joins or connects");
      }
    }
    for (Reference reference : references(act)) {
      check(step, reference);
    }
    if (act instanceof Act.Keeps keeps) {
      values.add(keeps.name());
    }
  }

  private void check(Step step, Reference reference) {
    if (reference instanceof Reference.Named(var name, var detail)
        && !people.contains(name)
        && !(detail == Reference.Detail.ITSELF && values.contains(name))) {
      refuse(
          step, "$" + name + " is neither somebody who joins or connects nor a value kept before");
    }
  }

  private void refuse(Step step, String problem) {
    throw new ScriptException(scenario.name(), step.line(), problem + ".");
  }

  private static List<String> actors(Act act) {
    return switch (act) {
      case Act.Connects(var who, _) -> List.of(who);
      case Act.Shares(var who, var whose) -> List.of(who, whose);
      case Act.Says(var who, _) -> List.of(who);
      case Act.SaysText(var who, _) -> List.of(who);
      case Act.SendsBytes(var who, _) -> List.of(who);
      case Act.Hears(var who, _) -> who;
      case Act.IsClosed(var who, _) -> List.of(who);
      case Act.Drops(var who) -> List.of(who);
      case Act.Closes(var who, _) -> List.of(who);
      case Act.Passes _, Act.Silence _, Act.Keeps _ -> List.of();
    };
  }

  private static List<Reference> references(Act act) {
    return switch (act) {
      case Act.Says(_, var words) -> words.references();
      case Act.Hears(_, var expected) -> expected.template().references();
      case Act.Keeps(_, var value) -> value.references();
      case Act.Connects _, Act.Shares _, Act.SaysText _, Act.SendsBytes _ -> List.of();
      case Act.IsClosed _, Act.Drops _, Act.Closes _, Act.Passes _, Act.Silence _ -> List.of();
    };
  }
}
