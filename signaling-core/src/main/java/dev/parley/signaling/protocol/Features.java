package dev.parley.signaling.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of additions to version 1 of the protocol that a peer or the server supports
 * (docs/protocol.md, section 2); sorted.
 *
 * <p>A peer is never sent what needs a feature that it has not announced. Names that the server
 * does not know are valid: applications read them in the roster.
 *
 * @param names at most 16, each 1 to 32 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record Features(Set<String> names) {
  /** Kept messages, which a {@code join} can ask for. */
  public static final String HISTORY = "history";

  /** Shared values of a room, and the event {@code state}. */
  public static final String STATE = "state";

  /** The member {@code link} of offers, answers and candidates. */
  public static final String LINK = "link";

  /** The member {@code data} of offers and answers. Peers need not announce it. */
  public static final String DESCRIPTION_DATA = "description-data";

  /** Messages about media between client libraries, which this server does not interpret. */
  private static final String MEDIA = "media";

  /** No feature: version 1 of the protocol as it was first published. */
  public static final Features NONE = new Features(Set.of());

  /** The features of this server. */
  public static final Features SERVER =
      new Features(Set.of(DESCRIPTION_DATA, HISTORY, LINK, STATE));

  /** Sets that the browser library announces or announced. */
  private static final List<Features> COMMON =
      List.of(
          NONE,
          new Features(Set.of(HISTORY, STATE)),
          new Features(Set.of(HISTORY, MEDIA, STATE)),
          new Features(Set.of(HISTORY, LINK, MEDIA, STATE)));

  private static final int MAX_NAMES = 16;

  /** Approximate bytes of memory of a name, beside its characters. */
  private static final int OVERHEAD_OF_A_NAME = 100;

  /**
   * Checks and sorts the names.
   *
   * @throws ProtocolException with {@code bad-message} if there are too many or one is malformed
   */
  public Features {
    if (names.size() > MAX_NAMES) {
      throw ProtocolException.badMessage("At most " + MAX_NAMES + " features may be announced.");
    }
    if (!names.stream().allMatch(Ascii::isShortName)) {
      throw ProtocolException.badMessage(
          "A feature is 1 to 32 characters of A-Z a-z 0-9 . _ and -.");
    }
    names = names.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /**
   * The features with these names. The sets that almost all peers announce are shared instances, so
   * that a seat takes no memory for them.
   */
  public static Features of(Set<String> names) {
    for (Features common : COMMON) {
      if (common.names.equals(names)) {
        return common;
      }
    }
    return new Features(names);
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  public boolean has(String name) {
    return names.contains(name);
  }

  /** Approximate bytes of memory that the names take. */
  int length() {
    return names.stream().mapToInt(name -> OVERHEAD_OF_A_NAME + name.length()).sum();
  }
}
