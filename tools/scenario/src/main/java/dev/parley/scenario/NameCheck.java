package dev.parley.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that a script defines the names that it uses, so that a typo is found before the run. */
final class NameCheck {

  private final Scenario scenario;
  private final Set<String> clients = new HashSet<>();
  private final Set<String> values = new HashSet<>(Set.of(Grammar.ROOM));

  private NameCheck(Scenario scenario) {
    this.scenario = scenario;
  }

  static void check(Scenario scenario) {
    NameCheck check = new NameCheck(scenario);
    for (Scenario.Step step : scenario.steps()) {
      step.actions().forEach(check::define);
    }
    for (Scenario.Step step : scenario.steps()) {
      step.actions().forEach(action -> check.check(step, action));
    }
  }

  private void define(Action action) {
    if (action instanceof Action.Connect connect) {
      clients.add(connect.client());
    }
  }

  private void check(Scenario.Step step, Action action) {
    for (String client : clients(action)) {
      if (!clients.contains(client)) {
        reject(step, client + " never joins or connects");
      }
    }
    for (Reference reference : references(action)) {
      check(step, reference);
    }
    if (action instanceof Action.Assign assign) {
      values.add(assign.name());
    }
  }

  private void check(Scenario.Step step, Reference reference) {
    if (reference instanceof Reference.Named(var name, var detail)
        && !clients.contains(name)
        && !(detail == Reference.Detail.ITSELF && values.contains(name))) {
      reject(step, "$" + name + " is neither a client nor a value assigned before");
    }
  }

  private void reject(Scenario.Step step, String problem) {
    throw new ScenarioSyntaxException(scenario.name(), step.line(), problem + ".");
  }

  private static List<String> clients(Action action) {
    return switch (action) {
      case Action.Connect(var client, _) -> List.of(client);
      case Action.ShareKey(var client, var other) -> List.of(client, other);
      case Action.Send(var client, _) -> List.of(client);
      case Action.SendText(var client, _) -> List.of(client);
      case Action.SendBinary(var client, _) -> List.of(client);
      case Action.Expect(var clients, _) -> clients;
      case Action.ExpectClose(var client, _) -> List.of(client);
      case Action.Drop(var client) -> List.of(client);
      case Action.Close(var client, _) -> List.of(client);
      case Action.Wait _, Action.ExpectNothing _, Action.Assign _ -> List.of();
    };
  }

  private static List<Reference> references(Action action) {
    return switch (action) {
      case Action.Send(_, var message) -> message.references();
      case Action.Expect(_, var expected) -> expected.template().references();
      case Action.Assign(_, var value) -> value.references();
      case Action.Connect _, Action.ShareKey _, Action.SendText _, Action.SendBinary _ -> List.of();
      case Action.ExpectClose _, Action.Drop _, Action.Close _, Action.Wait _ -> List.of();
      case Action.ExpectNothing _ -> List.of();
    };
  }
}
