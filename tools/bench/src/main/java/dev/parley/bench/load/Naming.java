package dev.parley.bench.load;

import dev.parley.bench.dialect.Names;
import java.util.concurrent.ThreadLocalRandom;

/** Gives everybody and everything a name that no server has heard before. */
final class Naming {
  private static final int LETTERS_AND_DIGITS = 36;

  private final String ours =
      Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), LETTERS_AND_DIGITS);
  private int members;
  private int rooms;

  String room() {
    return "load" + ours + "r" + Integer.toString(++rooms, LETTERS_AND_DIGITS);
  }

  Member member(Run run, Group group, String room) {
    int number = ++members;
    String self = "load" + ours + "m" + Integer.toString(number, LETTERS_AND_DIGITS);
    return new Member(run, group, number, new Names(self, room));
  }
}
