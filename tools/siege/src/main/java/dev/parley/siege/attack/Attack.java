package dev.parley.siege.attack;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One way to wear a server down. */
public interface Attack {

  /** What the command line and the report call it. */
  String name();

  /** What it does, in a line. */
  String line();

  /** Attacks until the attacker's time is over. Connections are then closed by the attacker. */
  void run(Attacker attacker) throws IOException, InterruptedException;

  /** What was wrong with how the server took it, beside what holds for all, or null. */
  default @Nullable String complaint(Ledger ledger) {
    return null;
  }
}
