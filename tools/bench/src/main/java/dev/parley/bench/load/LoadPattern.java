package dev.parley.bench.load;

import dev.parley.bench.protocol.MessageKind;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The actions of the clients of a workload, as they connect and send. The load generator calls it
 * on its only thread.
 */
abstract class LoadPattern {
  final LoadGenerator generator;
  final Workload workload;
  private boolean stopped;

  LoadPattern(LoadGenerator generator, Workload workload) {
    this.generator = generator;
    this.workload = workload;
  }

  static LoadPattern of(LoadGenerator generator, Workload workload) {
    return switch (workload.kind()) {
      case RELAY -> new Relay(generator, workload);
      case RATE -> new ConstantRate(generator, workload);
      case CALL -> new Calls(generator, workload);
      case CONNECT -> new Connects(generator, workload);
      case FANOUT -> new Fanout(generator, workload);
      case IDLE -> new Idle(generator, workload);
    };
  }

  /** Whether all groups join before the first message. Otherwise groups come and go. */
  boolean hasFixedGroups() {
    return true;
  }

  /** Begins, once all groups of a pattern with fixed groups have joined. */
  void start(List<Group> groups) {}

  /** Sends the messages that are due, and returns the time at which the next one is. */
  long sendDue(long now) {
    return Long.MAX_VALUE;
  }

  /** All members of a group have joined. */
  void joined(Group group) {}

  /** A client has received a message for the first time. */
  void received(LoadConnection receiver, MessageKind kind) {}

  /** All members of a group have disconnected. */
  void left(Group group) {}

  /** Begins nothing new from now on. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** The number of operations so far. */
  long operations() {
    return generator.counters.received();
  }

  /** The latency of an operation. */
  LatencyHistogram latency() {
    return generator.deliveryLatency;
  }

  /** Closed loop: each delivered message is followed by another in the same direction. */
  private static final class Relay extends LoadPattern {
    Relay(LoadGenerator generator, Workload workload) {
      super(generator, workload);
    }

    @Override
    void start(List<Group> groups) {
      for (Group pair : groups) {
        for (int i = 0; i < workload.window(); i++) {
          send(pair.first());
          send(pair.last());
        }
      }
    }

    @Override
    void received(LoadConnection receiver, MessageKind kind) {
      if (!isStopped()) {
        send(receiver.group().other(receiver));
      }
    }

    private void send(LoadConnection from) {
      from.sendToOther(MessageKind.CANDIDATE, workload.bytes(), generator.now());
    }
  }

  /**
   * Open loop: pairs send at a rate that does not depend on the server.
   *
   * <p>The latency of a message counts from the time at which it was due, even if it was sent
   * later. Otherwise a server that delays the clients would hide its own delay (coordinated
   * omission).
   */
  private static final class ConstantRate extends LoadPattern {
    private static final int MAX_UNSENT_BYTES = 1 << 20;

    private final double interval;
    private List<Group> pairs = List.of();
    private long startTime;
    private long count;

    ConstantRate(LoadGenerator generator, Workload workload) {
      super(generator, workload);
      this.interval = TimeUnit.SECONDS.toNanos(1) / workload.rate();
    }

    @Override
    void start(List<Group> groups) {
      pairs = groups;
      startTime = System.nanoTime();
    }

    @Override
    long sendDue(long now) {
      if (isStopped() || pairs.isEmpty()) {
        return Long.MAX_VALUE;
      }
      while (true) {
        long due = startTime + (long) (interval * count);
        if (due > now) {
          return due;
        }
        send(nextSender(), due);
        count++;
      }
    }

    /** The first member of each pair, then the other member of each. */
    private LoadConnection nextSender() {
      Group pair = pairs.get((int) (count % pairs.size()));
      return count / pairs.size() % 2 == 0 ? pair.first() : pair.last();
    }

    private void send(LoadConnection sender, long due) {
      if (sender.unsentBytes() > MAX_UNSENT_BYTES) {
        generator.counters.notSent();
      } else {
        sender.sendToOther(MessageKind.CANDIDATE, workload.bytes(), due);
      }
    }
  }

  /** The first member of each room broadcasts as soon as all others have its last message. */
  private static final class Fanout extends LoadPattern {
    Fanout(LoadGenerator generator, Workload workload) {
      super(generator, workload);
    }

    @Override
    void start(List<Group> rooms) {
      rooms.forEach(this::broadcast);
    }

    private void broadcast(Group room) {
      room.awaitDeliveries();
      room.first().broadcast(workload.bytes(), generator.now());
    }

    @Override
    void received(LoadConnection receiver, MessageKind kind) {
      if (receiver.group().isLastDelivery() && !isStopped()) {
        broadcast(receiver.group());
      }
    }
  }

  /** Pairs that have joined and send nothing. */
  private static final class Idle extends LoadPattern {
    Idle(LoadGenerator generator, Workload workload) {
      super(generator, workload);
    }

    @Override
    long operations() {
      return 2L * workload.groups();
    }
  }

  /** Groups that complete one operation and leave; another group takes their place. */
  private abstract static class ShortLived extends LoadPattern {
    private final LatencyHistogram latency = new LatencyHistogram();
    private long completed;

    ShortLived(LoadGenerator generator, Workload workload) {
      super(generator, workload);
    }

    @Override
    boolean hasFixedGroups() {
      return false;
    }

    void complete(Group group) {
      completed++;
      latency.record(generator.now() - group.startTime());
      group.leave();
    }

    @Override
    void left(Group group) {
      if (!isStopped()) {
        generator.requestGroup();
      }
    }

    @Override
    long operations() {
      return completed;
    }

    @Override
    LatencyHistogram latency() {
      return latency;
    }
  }

  /** Clients that join and leave. */
  private static final class Connects extends ShortLived {
    Connects(LoadGenerator generator, Workload workload) {
      super(generator, workload);
    }

    @Override
    void joined(Group single) {
      complete(single);
    }
  }

  /** Two clients join; one offers, the other answers; candidates go one by one each way. */
  private static final class Calls extends ShortLived {
    private static final int OFFER_BYTES = 2_500;
    private static final int ANSWER_BYTES = 2_200;
    private static final int CANDIDATE_BYTES = 180;
    private static final int CANDIDATES = 10;
    private static final int MESSAGES_EACH_WAY = 1 + CANDIDATES;

    Calls(LoadGenerator generator, Workload workload) {
      super(generator, workload);
    }

    @Override
    void joined(Group pair) {
      send(pair.first(), MessageKind.OFFER, OFFER_BYTES);
    }

    @Override
    void received(LoadConnection receiver, MessageKind kind) {
      Group pair = receiver.group();
      if (pair.isLeaving()) {
        return;
      }
      if (kind == MessageKind.OFFER) {
        send(receiver, MessageKind.ANSWER, ANSWER_BYTES);
      } else if (receiver.sent() < MESSAGES_EACH_WAY) {
        send(receiver, MessageKind.CANDIDATE, CANDIDATE_BYTES);
      }
      if (pair.first().received() == MESSAGES_EACH_WAY
          && pair.last().received() == MESSAGES_EACH_WAY) {
        complete(pair);
      }
    }

    private void send(LoadConnection from, MessageKind kind, int bytes) {
      from.sendToOther(kind, bytes, generator.now());
    }
  }
}
