package dev.parley.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Those who talk with each other: the two of a pair, or all in a room. */
final class Group {
  private final Run run;
  private final List<Member> members;
  private final long began = System.nanoTime();
  private int arrived;
  private int gone;
  private int awaited;
  private boolean done;

  Group(Run run, int size) {
    this.run = run;
    this.members = new ArrayList<>(size);
    String room = run.naming().room();
    for (int i = 0; i < size; i++) {
      members.add(run.naming().member(run, this, room));
    }
  }

  void come() throws IOException {
    for (Member member : members) {
      member.come();
    }
  }

  int size() {
    return members.size();
  }

  Member first() {
    return members.getFirst();
  }

  Member last() {
    return members.getLast();
  }

  /** The other one of a pair. */
  Member other(Member one) {
    return one == first() ? last() : first();
  }

  /** Whom a member listens to: in a pair to the other one, in a room to the first. */
  Member speakerTo(Member listener) {
    return size() == 2 ? other(listener) : first();
  }

  /** When its members began to come. */
  long began() {
    return began;
  }

  /** From all but one, something is awaited. */
  void awaitOthers() {
    awaited = size() - 1;
  }

  /** One of them has done it; whether it was the last. */
  boolean lastAwaited() {
    return --awaited == 0;
  }

  boolean isDone() {
    return done;
  }

  /** All leave. */
  void leave() {
    done = true;
    members.forEach(Member::leave);
  }

  void arrived(Member member) {
    run.arrived();
    if (++arrived == size()) {
      run.scene().gathered(this);
    }
  }

  void gone(Member member, boolean failed) {
    run.gone(member);
    if (failed && !done) {
      leave(); // without one of them, the others wait in vain
    }
    if (++gone == size()) {
      run.scene().dispersed(this);
    }
  }
}
