package dev.parley.siege.attack;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attack on one promise of the server.
 *
 * @param action what the attacker does, as a sentence
 * @param promise what the server promises nevertheless, as a sentence
 * @param script attacks until the attacker's time is over; the attacker then closes its connections
 * @param check returns a fault that is specific to this attack, or null
 */
public record Attack(
    String name,
    String action,
    String promise,
    Script script,
    Function<AttackStatistics, @Nullable String> check) {

  /** The code of an attack. */
  public interface Script {
    void run(Attacker attacker) throws IOException, InterruptedException;
  }

  Attack(String name, String action, String promise, Script script) {
    this(name, action, promise, script, _ -> null);
  }
}
