package dev.parley.scenario;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One run of a scenario. */
final class ScenarioRun {

  /** Well below the heartbeat timeout, after which the server drops a silent connection. */
  private static final Duration MAX_ADVANCE = Duration.ofSeconds(10);

  private static final String UNEXPECTED = "the script does not expect it";

  private final ServerUnderTest server;
  private final Duration timeout;
  private final Scope scope;

  ScenarioRun(ServerUnderTest server, Duration timeout, Scope scope) {
    this.server = server;
    this.timeout = timeout;
    this.scope = scope;
  }

  ScenarioResult run(Scenario scenario) throws InterruptedException {
    try {
      Optional<ScenarioResult.Failure> failure = firstFailure(scenario);
      return new ScenarioResult(scenario, failure, unexpected());
    } finally {
      scope.inboxes().forEach(inbox -> inbox.connection().close(1000));
    }
  }

  private Optional<ScenarioResult.Failure> firstFailure(Scenario scenario)
      throws InterruptedException {
    for (Scenario.Step step : scenario.steps()) {
      try {
        for (Action action : step.actions()) {
          run(action);
        }
      } catch (StepFailure failure) {
        return Optional.of(failure.at(step));
      }
    }
    return Optional.empty();
  }

  private List<String> unexpected() throws InterruptedException {
    try {
      return scope.takeUnexpected();
    } catch (StepFailure another) {
      return List.of(another.reason());
    }
  }

  private void run(Action action) throws InterruptedException, StepFailure {
    switch (action) {
      case Action.Connect(var client, var room) -> connect(scope.client(client), scope.room(room));
      case Action.ShareKey(var client, var other) -> scope.shareKey(client, other);
      case Action.Send(var client, var message) ->
          connection(client).send(message.filled(scope::value));
      case Action.SendText(var client, var text) -> connection(client).send(text);
      case Action.SendBinary(var client, var hex) ->
          connection(client).sendBinary(HexFormat.ofDelimiter(" ").parseHex(hex));
      case Action.Expect(var clients, var expected) -> expect(clients, filled(expected));
      case Action.ExpectClose(var client, var code) -> scope.client(client).expectClose(code);
      case Action.ExpectNothing() -> expectNothing();
      case Action.Drop(var client) -> disconnect(scope.client(client)).drop();
      case Action.Close(var client, var code) -> disconnect(scope.client(client)).close(code);
      case Action.Wait(var time) -> pass(time);
      case Action.Assign(var name, var value) -> scope.assign(name, value.filled(scope::value));
    }
  }

  private JsonObject filled(Expectation expected) throws StepFailure {
    try {
      return expected.filled(scope::value);
    } catch (JsonParseException _) {
      throw new StepFailure("JSON", "none", "an assigned value is malformed or nested too deeply");
    }
  }

  private Connection connection(String client) throws StepFailure {
    return scope.client(client).inbox().connection();
  }

  private void connect(Client client, String room) throws InterruptedException, StepFailure {
    if (client.anyInbox().isPresent()) {
      throw new StepFailure(
          "no connection yet", "a connection", client.name() + " is connected already");
    }
    try {
      client.connect(new Inbox(server.connect(room), timeout));
    } catch (IOException e) {
      throw new StepFailure("a connection", "none", String.valueOf(e.getMessage()));
    }
  }

  private void expect(List<String> clients, JsonObject expected)
      throws InterruptedException, StepFailure {
    for (String client : clients) {
      scope.client(client).expect(expected);
    }
  }

  /**
   * The server has taken all that the client sent, and the client has received all that the server
   * sent by then: a message that arrived later could be expected nowhere.
   */
  private Connection disconnect(Client client) throws InterruptedException, StepFailure {
    Inbox last = client.inbox();
    Inbox.settle(List.of(last));
    List<Received> unexpected = last.takeUnexpected();
    if (!unexpected.isEmpty()) {
      throw new StepFailure("nothing more for " + client.name(), unexpected.getFirst(), UNEXPECTED);
    }
    client.disconnect();
    return last.connection();
  }

  private void pass(Duration time) throws InterruptedException, StepFailure {
    settle();
    for (Duration left = time; left.isPositive(); left = left.minus(MAX_ADVANCE)) {
      server.advance(left.compareTo(MAX_ADVANCE) < 0 ? left : MAX_ADVANCE);
      settle();
    }
  }

  private void expectNothing() throws InterruptedException, StepFailure {
    settle();
    List<String> unexpected = scope.takeUnexpected();
    if (!unexpected.isEmpty()) {
      throw new StepFailure("nothing more", String.join("\n", unexpected), UNEXPECTED);
    }
  }

  /** Twice, since the requests of the first clients make events for the others. */
  private void settle() throws InterruptedException, StepFailure {
    Inbox.settle(scope.inboxes());
    Inbox.settle(scope.inboxes());
  }
}
