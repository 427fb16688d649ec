package dev.parley.bench.load;

import dev.parley.bench.net.EventLoop;
import dev.parley.bench.net.Target;
import dev.parley.bench.protocol.MessageWriter;
import dev.parley.bench.protocol.Payload;
import dev.parley.bench.protocol.ServerProtocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The clients of one load test, and what they share. One thread. */
final class LoadGenerator implements AutoCloseable {
  private static final int BASE_36 = 36;

  final EventLoop loop;
  final ServerProtocol protocol;
  final ServerProtocol.@Nullable Heartbeat heartbeat;
  final @Nullable String errorPrefix;
  private final Workload workload;
  final LoadPattern pattern;
  final Counters counters = new Counters();

  /** The buffer in which all clients compose their messages. */
  final ByteBuffer buffer = ByteBuffer.allocate(MessageWriter.MAX_BYTES);

  /** The payload that was read last. */
  final Payload payload = new Payload();

  /** The latency of messages from their due time to their delivery. */
  final LatencyHistogram deliveryLatency = new LatencyHistogram();

  /** Unique, so that a server cannot confuse names with those of an earlier test. */
  private final String namePrefix =
      "load" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), BASE_36);

  private int clients;
  private int rooms;
  private int joining;
  private int joined;
  private int requestedGroups;

  LoadGenerator(Target target, ServerProtocol protocol, Workload workload) throws IOException {
    this.loop = new EventLoop(target);
    this.protocol = protocol;
    this.heartbeat = protocol.heartbeat();
    this.errorPrefix = protocol.errorPrefix();
    this.workload = workload;
    this.pattern = LoadPattern.of(this, workload);
  }

  String newRoomName() {
    return namePrefix + "r" + Integer.toString(++rooms, BASE_36);
  }

  int newClientNumber() {
    return ++clients;
  }

  String clientName(int number) {
    return namePrefix + "m" + Integer.toString(number, BASE_36);
  }

  /** Asks for another group after the events that the loop is handling. */
  void requestGroup() {
    requestedGroups++;
  }

  void connectRequestedGroups() throws IOException {
    int count = requestedGroups;
    requestedGroups = 0;
    for (int i = 0; i < count; i++) {
      connectGroup();
    }
  }

  Group connectGroup() throws IOException {
    Group group = new Group(this, workload.members());
    joining += group.size();
    try {
      group.connect();
    } catch (IOException e) {
      throw new IOException(
          "cannot open another socket (raise the limit of open files: ulimit -n)", e);
    }
    return group;
  }

  void memberJoined() {
    joining--;
    joined++;
  }

  void memberEnded(LoadConnection member) {
    if (!member.hasJoined()) {
      joining--;
    }
  }

  /** How many clients have joined so far. */
  int joined() {
    return joined;
  }

  /** How many clients are connecting or joining. */
  int joining() {
    return joining;
  }

  long now() {
    return loop.now();
  }

  @Override
  public void close() throws IOException {
    loop.close();
  }
}
