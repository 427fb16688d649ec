package dev.parley.signaling.protocol;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of what a peer, or the server, can do beyond the first version of the protocol; sorted.
 */
public record Features(Set<String> names) {
  /** Kept messages, and how many of them a newcomer is told. */
  public static final String HISTORY = "history";

  /** The values that a room shares. */
  public static final String STATE = "state";

  public static final Features NONE = new Features(Set.of());

  /** The features of this server. */
  public static final Features SERVER = new Features(Set.of(HISTORY, STATE));

  private static final int MAX_NAMES = 16;
  private static final int MAX_LENGTH = 32;

  /** Bytes of memory of a name, beside its characters. */
  private static final int OVERHEAD_OF_A_NAME = 100;

  public Features {
    if (names.size() > MAX_NAMES) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE, "At most " + MAX_NAMES + " features may be announced.");
    }
    if (!names.stream().allMatch(Features::isName)) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE, "A feature is 1 to 32 characters of A-Z a-z 0-9 . _ and -.");
    }
    names = names.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /** These features; those that most peers announce are shared and take no memory of their own. */
  public static Features of(Set<String> names) {
    if (names.isEmpty()) {
      return NONE;
    }
    return names.equals(SERVER.names) ? SERVER : new Features(names);
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && name.chars().allMatch(c -> Ascii.isUnreserved(c) && c != '~');
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  public boolean has(String name) {
    return names.contains(name);
  }

  /** About how much memory they take. */
  int length() {
    return names.stream().mapToInt(name -> OVERHEAD_OF_A_NAME + name.length()).sum();
  }
}
