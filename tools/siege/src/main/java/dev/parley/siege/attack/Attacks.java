package dev.parley.siege.attack;

import java.util.List;
import java.util.Optional;

/** All attacks there are. */
public final class Attacks {
  private static final List<Attack> ALL =
      List.of(
          new HugeAnnouncement(),
          new AnnouncedBodies(false),
          new AnnouncedBodies(true),
          new EndlessChunks(),
          new SlowHeads(),
          new SlowBodies(),
          new IdleConnections(),
          new LongPolls(),
          new UnreadPolls(),
          new UnreadStreams(),
          new UnreadJoins(),
          new UnreadSockets(),
          new UnreadPongs(),
          new UnreadBroadcasts(),
          new SlowReaders(),
          new PartialMessages(),
          new JoinFlood(),
          new Vanishing(),
          new CollidingNames(),
          new Replays(),
          new WrongTickets(),
          new MalformedRequests(),
          new MessageArrays(),
          new Bursts());

  private Attacks() {}

  public static List<Attack> all() {
    return ALL;
  }

  public static Optional<Attack> named(String name) {
    return ALL.stream().filter(attack -> attack.name().equals(name)).findFirst();
  }
}
