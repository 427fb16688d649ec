package dev.parley.siege;

import dev.parley.siege.attack.Attack;
import java.time.Duration;
import java.util.List;

/**
 * Attacks that run at the same time.
 *
 * @param manyAddresses whether they come from many client addresses or from one
 */
record Wave(String name, List<Attack> attacks, boolean manyAddresses, Duration time) {

  String origin() {
    return manyAddresses ? "many" : "one";
  }
}
