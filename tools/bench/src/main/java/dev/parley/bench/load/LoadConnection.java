package dev.parley.bench.load;

import dev.parley.bench.net.NonBlockingWebSocket;
import dev.parley.bench.protocol.MessageKind;
import dev.parley.bench.protocol.MessageWriter;
import dev.parley.bench.protocol.Payload;
import dev.parley.bench.protocol.ServerProtocol;
import dev.parley.bench.protocol.ServerProtocol.JoinStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** One client: joins, sends to its group, and checks each message that it receives. */
final class LoadConnection implements NonBlockingWebSocket.Listener {
  private final LoadGenerator generator;
  private final Group group;
  private final int number;
  private final ServerProtocol protocol;
  private final ServerProtocol.Identity identity;
  private final MessageWriter writer;
  private final SequenceChecker sequence = new SequenceChecker();
  private final Iterator<JoinStep> joinSteps;
  private String address;
  private JoinStep step;
  private @Nullable NonBlockingWebSocket socket;
  private boolean joined;
  private boolean ended;

  LoadConnection(LoadGenerator generator, Group group, String room) {
    this.generator = generator;
    this.group = group;
    this.number = generator.newClientNumber();
    this.protocol = generator.protocol;
    this.identity = new ServerProtocol.Identity(generator.clientName(number), room);
    this.address = identity.client();
    this.writer = new MessageWriter(protocol, identity, generator.buffer);
    this.joinSteps = protocol.join(identity).iterator();
    this.step = joinSteps.next();
  }

  void connect() throws IOException {
    NonBlockingWebSocket opened =
        generator.loop.connect(protocol.path(identity), protocol.subprotocol(), this);
    socket = ended ? null : opened;
  }

  Group group() {
    return group;
  }

  boolean hasJoined() {
    return joined;
  }

  /** The number of messages sent. */
  int sent() {
    return writer.written();
  }

  /** The number of messages received, if none was lost. */
  int received() {
    return sequence.highest();
  }

  /** How many bytes the server has not accepted yet. */
  int unsentBytes() {
    return socket == null ? 0 : socket.unsentBytes();
  }

  /** Sends to the other member of the pair; the latency counts from {@code due}. */
  void sendToOther(MessageKind kind, int bytes, long due) {
    send(kind, group.other(this).address, bytes, due, 1);
  }

  /** Sends to all other members of the room. */
  void broadcast(int bytes, long due) {
    send(MessageKind.BROADCAST, "", bytes, due, group.size() - 1);
  }

  private void send(MessageKind kind, String to, int bytes, long due, int receivers) {
    if (socket != null && joined) {
      writer.write(kind, to, number, due, bytes);
      sendBuffer();
      generator.counters.sent(receivers);
    }
  }

  void leave() {
    if (joined) {
      protocol
          .leaveTemplate()
          .ifPresent(template -> {
            writer.write(template);
            sendBuffer();
          });
      if (socket != null) {
        socket.close();
      }
    } else if (socket != null) {
      socket.abort();
    }
  }

  private void sendBuffer() {
    if (socket != null) {
      socket.send(generator.buffer.array(), generator.buffer.position());
    }
  }

  private void send(String message) {
    if (socket != null) {
      socket.send(message);
    }
  }

  @Override
  public void opened() {
    sendJoinStep();
  }

  @Override
  public void received(byte[] bytes, int from, int to) {
    int payload = joined ? Payload.find(bytes, from, to) : -1;
    if (payload >= 0) {
      check(bytes, payload, to);
    } else if (!isHeartbeatOrError(bytes, from, to) && !joined) {
      continueJoin(text(bytes, from, to));
    }
  }

  private void check(byte[] bytes, int at, int to) {
    Payload payload = generator.payload;
    if (!payload.read(bytes, at, to)) {
      generator.counters.damaged();
    } else if (payload.sender() != group.senderTo(this).number) {
      generator.counters.misdirected();
    } else if (generator.counters.received(sequence.check(payload.number()))) {
      generator.deliveryLatency.record(generator.now() - payload.sentAt());
      generator.pattern.received(this, payload.kind());
    }
  }

  /** Answers a heartbeat of the server, and counts an error message. */
  private boolean isHeartbeatOrError(byte[] bytes, int from, int to) {
    ServerProtocol.Heartbeat heartbeat = generator.heartbeat;
    if (heartbeat != null
        && to - from == heartbeat.ping().length()
        && startsWith(bytes, from, to, heartbeat.ping())) {
      send(heartbeat.pong());
      return true;
    }
    String errorPrefix = generator.errorPrefix;
    if (errorPrefix != null && startsWith(bytes, from, to, errorPrefix)) {
      generator.counters.refused(text(bytes, from, to));
      return true;
    }
    return false;
  }

  /** Compares ASCII without an allocation: acknowledgements come here as often as messages. */
  private static boolean startsWith(byte[] bytes, int from, int to, String prefix) {
    if (to - from < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (bytes[from + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private void continueJoin(String message) {
    switch (step) {
      case JoinStep.Await(String text) when message.contains(text) -> nextJoinStep();
      case JoinStep.AwaitAddress(String prefix) when message.contains(prefix) -> {
        int begin = message.indexOf(prefix) + prefix.length();
        address = message.substring(begin, message.indexOf('"', begin));
        nextJoinStep();
      }
      case JoinStep.Await _, JoinStep.AwaitAddress _, JoinStep.Send _ -> {} // not awaited
    }
  }

  private void nextJoinStep() {
    if (joinSteps.hasNext()) {
      step = joinSteps.next();
      sendJoinStep();
    } else {
      joined = true;
      group.memberJoined();
    }
  }

  private void sendJoinStep() {
    if (step instanceof JoinStep.Send(String message)) {
      send(message);
      nextJoinStep();
    }
  }

  @Override
  public void closed(@Nullable String fault) {
    ended = true;
    socket = null;
    if (fault != null) {
      generator.counters.failed(fault);
    }
    group.memberEnded(this, fault != null);
  }
}
