package dev.parley.siege.honest;

import dev.parley.chaos.Conversation;
import dev.parley.siege.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The honest clients of one room. Its lock guards their state. */
final class Call {
  private final String room;
  private final Verdict verdict;
  private final List<CallClient> clients = new ArrayList<>();
  private volatile boolean closing;
  private volatile boolean over;

  Call(String room, Verdict verdict) {
    this.room = room;
    this.verdict = verdict;
  }

  void add(CallClient client) {
    clients.add(client);
  }

  void start() {
    clients.forEach(CallClient::start);
  }

  /** Whether its clients send nothing new. */
  boolean isClosing() {
    return closing;
  }

  boolean isOver() {
    return over;
  }

  void close() {
    closing = true;
  }

  void end() {
    over = true;
  }

  /** Ends the call with a fault, after which the state of its clients is not reliable. */
  void abort(String why) {
    if (!over) {
      over = true;
      verdict.fault("In the call " + room + " " + why);
    }
  }

  /** Whether every client has received a message. */
  boolean isUnderWay() {
    return conversations().stream().allMatch(conversation -> conversation.receivedMessages() > 0);
  }

  /** A message that a client has not received, or null if all have received all. */
  synchronized @Nullable String missing() {
    for (Conversation conversation : conversations()) {
      String missing = conversation.missing(conversations());
      if (missing != null) {
        return "In the call " + room + " a message was not delivered: " + missing;
      }
    }
    return null;
  }

  /** Records a fault for each client that has received nothing for too long. */
  void checkSilence() {
    if (over) {
      return;
    }
    for (CallClient client : clients) {
      if (client.silenceNanos() > Verdict.CLIENT_TIMEOUT.toNanos()) {
        verdict.delay("The next message in the call " + room, client.silenceNanos());
        client.resetSilence();
      }
    }
  }

  private List<Conversation> conversations() {
    return clients.stream().map(CallClient::conversation).toList();
  }
}
