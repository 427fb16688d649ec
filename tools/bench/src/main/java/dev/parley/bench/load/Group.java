package dev.parley.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients that exchange messages: a pair, or the members of a room, the first of which sends. */
final class Group {
  private final LoadGenerator generator;
  private final List<LoadConnection> members;
  private final long startTime = System.nanoTime();
  private int joined;
  private int ended;
  private int awaitedDeliveries;
  private boolean leaving;

  Group(LoadGenerator generator, int size) {
    this.generator = generator;
    this.members = new ArrayList<>(size);
    String room = generator.newRoomName();
    for (int i = 0; i < size; i++) {
      members.add(new LoadConnection(generator, this, room));
    }
  }

  void connect() throws IOException {
    for (LoadConnection member : members) {
      member.connect();
    }
  }

  int size() {
    return members.size();
  }

  LoadConnection first() {
    return members.getFirst();
  }

  LoadConnection last() {
    return members.getLast();
  }

  /** The other member of a pair. */
  LoadConnection other(LoadConnection member) {
    return member == first() ? last() : first();
  }

  /** The only member whose messages this member may receive. */
  LoadConnection senderTo(LoadConnection receiver) {
    return size() == 2 ? other(receiver) : first();
  }

  /** When its members began to connect. */
  long startTime() {
    return startTime;
  }

  /** Starts to count the deliveries of a broadcast. */
  void awaitDeliveries() {
    awaitedDeliveries = size() - 1;
  }

  /** Counts a delivery of a broadcast. */
  boolean isLastDelivery() {
    return --awaitedDeliveries == 0;
  }

  boolean isLeaving() {
    return leaving;
  }

  void leave() {
    leaving = true;
    members.forEach(LoadConnection::leave);
  }

  void memberJoined() {
    generator.memberJoined();
    if (++joined == size()) {
      generator.pattern.joined(this);
    }
  }

  void memberEnded(LoadConnection member, boolean failed) {
    generator.memberEnded(member);
    if (failed && !leaving) {
      leave(); // the others would wait for it
    }
    if (++ended == size()) {
      generator.pattern.left(this);
    }
  }
}
