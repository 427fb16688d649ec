package dev.parley.scenario;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** One run of one scenario. */
final class Run {

  /** Well below the time after which a silent connection is taken for lost. */
  private static final Duration STRIDE = Duration.ofSeconds(10);

  private final Stage stage;
  private final Duration patience;
  private final Cast cast;

  Run(Stage stage, Duration patience, Cast cast) {
    this.stage = stage;
    this.patience = patience;
    this.cast = cast;
  }

  Result play(Scenario scenario) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    try {
      for (Step step : scenario.steps()) {
        outcomes.add(play(step));
        if (outcomes.getLast() instanceof Outcome.Failed) {
          break;
        }
      }
      return new Result(scenario, outcomes, unheard());
    } finally {
      cast.goHome();
    }
  }

  private List<String> unheard() throws InterruptedException {
    try {
      return cast.takeUnheard();
    } catch (Letdown another) {
      return List.of(another.because());
    }
  }

  private Outcome play(Step step) throws InterruptedException {
    try {
      for (Act act : step.acts()) {
        play(act);
      }
      return new Outcome.Passed(step);
    } catch (Letdown letdown) {
      return letdown.in(step);
    }
  }

  private void play(Act act) throws InterruptedException, Letdown {
    switch (act) {
      case Act.Connects(var who, var room) -> connect(cast.player(who), cast.room(room));
      case Act.Shares(var who, var whose) -> cast.share(who, whose);
      case Act.Says(var who, var words) -> line(who).say(words.filled(cast::value));
      case Act.SaysText(var who, var text) -> line(who).say(text);
      case Act.SendsBytes(var who, var bytes) ->
          line(who).sayBytes(HexFormat.ofDelimiter(" ").parseHex(bytes));
      case Act.Hears(var who, var expected) -> hear(who, expected.filled(cast::value));
      case Act.IsClosed(var who, var code) -> cast.player(who).hearEnd(code);
      case Act.Drops(var who) -> hangUp(cast.player(who)).cut();
      case Act.Closes(var who, var code) -> hangUp(cast.player(who)).close(code);
      case Act.Passes(var time) -> pass(time);
      case Act.Silence() -> silence();
      case Act.Keeps(var name, var value) -> cast.keep(name, value.filled(cast::value));
    }
  }

  private Line line(String who) throws Letdown {
    return cast.player(who).connection().line();
  }

  private void connect(Player player, String room) throws InterruptedException, Letdown {
    if (player.anyConnection().isPresent()) {
      throw new Letdown(
          "no connection yet", "a connection", player.name() + " is connected already");
    }
    try {
      player.connect(new Connection(stage.open(room), patience));
    } catch (IOException e) {
      throw new Letdown("a connection", "none", String.valueOf(e.getMessage()));
    }
  }

  private void hear(List<String> who, JsonObject expected) throws InterruptedException, Letdown {
    for (String name : who) {
      cast.player(name).hear(expected);
    }
  }

  /** What came before the end must have been asked for: it could not be later. */
  private Line hangUp(Player player) throws InterruptedException, Letdown {
    Connection last = player.connection();
    Cast.settle(List.of(last));
    List<Heard> unheard = last.takeUnheard();
    if (!unheard.isEmpty()) {
      throw new Letdown(
          "nothing more for " + player.name(), unheard.getFirst(), "the script does not say so");
    }
    player.disconnect();
    return last.line();
  }

  private void pass(Duration time) throws InterruptedException, Letdown {
    cast.settle();
    for (Duration left = time; left.isPositive(); left = left.minus(STRIDE)) {
      stage.pass(left.compareTo(STRIDE) < 0 ? left : STRIDE);
      cast.settle();
    }
  }

  private void silence() throws InterruptedException, Letdown {
    cast.settle();
    List<String> unheard = cast.takeUnheard();
    if (!unheard.isEmpty()) {
      throw new Letdown("nothing more", String.join("\n", unheard), "the script does not say so");
    }
  }
}
