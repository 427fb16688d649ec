package dev.parley.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A room with clients that send messages while their connections break. At the end, without further
 * faults, each client must have received everything. Its lock guards the conversations.
 */
final class ChaosRoom {
  private static final int MIN_PEERS = 3;
  private static final int MAX_PEERS = 5;
  private static final int MIN_MESSAGES = 30;
  private static final int MAX_MESSAGES = 90;
  private static final Duration SEND_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration SETTLE_TIMEOUT = Duration.ofMinutes(1);
  private static final long LAST_MESSAGE_MILLIS = 3_000;
  private static final long POLL_MILLIS = 20;

  private final String name;
  private final Statistics statistics;
  private final List<Client> clients = new ArrayList<>();
  private final List<Connector> connectors = new ArrayList<>();
  private final List<Conversation> conversations = new ArrayList<>();

  /** An empty room. */
  ChaosRoom(String name, Statistics statistics) {
    this.name = name;
    this.statistics = statistics;
  }

  /** A room with three to five clients, which also drop connections on their own. */
  static ChaosRoom of(Network network, String name, SplittableRandom random) {
    ChaosRoom room = new ChaosRoom(name, network.statistics());
    int peers = random.nextInt(MIN_PEERS, MAX_PEERS + 1);
    for (int i = 0; i < peers; i++) {
      Connector connector = new Connector(network, name, transports(random), random.split());
      room.add(connector, random, random.nextInt(MIN_MESSAGES, MAX_MESSAGES + 1), true);
    }
    return room;
  }

  /** Adds a client that sends so many messages. */
  void add(Connector connector, SplittableRandom random, int messages, boolean dropsConnections) {
    String key = "%s-%d-0123456789abcdefghij".formatted(name, clients.size());
    Conversation conversation = new Conversation(key);
    conversations.add(conversation);
    connectors.add(connector);
    clients.add(
        new Client(conversation, this, connector, random.split(), messages, dropsConnections));
  }

  /**
   * One transport, or all of them in turn. Polling clients are fewer, since they open the most
   * connections.
   */
  private static List<Transport> transports(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> List.of(Transport.WEB_SOCKET);
      case 3, 4 -> List.of(Transport.EVENT_STREAM);
      case 5 -> List.of(Transport.LONG_POLL);
      case 6 -> List.of(Transport.SHORT_POLL);
      default -> List.of(Transport.values());
    };
  }

  /**
   * Runs the clients until they have sent and received everything, and leaves the room.
   *
   * @throws Violation if a client receives something wrong, or lacks something at the end
   */
  void run() throws InterruptedException, IOException {
    try {
      clients.forEach(client -> client.start(name));
      await(SEND_TIMEOUT, clients.stream().map(Client::allSent).toList());
      connectors.forEach(Connector::bypassProxy);
      settle();
    } finally {
      clients.forEach(Client::stop);
    }
    await(SETTLE_TIMEOUT, clients.stream().map(Client::stopped).toList());
    for (int i = 0; i < clients.size(); i++) {
      statistics.received(conversations.get(i).receivedMessages());
      connectors.get(i).leave(conversations.get(i));
    }
    statistics.roomEnded();
  }

  /** Sends a last message from each client, and again if a client misses it for a new seat. */
  private void settle() throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE_TIMEOUT.toNanos();
    String missing = "";
    while (System.nanoTime() < deadline) {
      sendLastMessages();
      for (long waited = 0; waited < LAST_MESSAGE_MILLIS; waited += POLL_MILLIS) {
        missing = missing();
        if (missing == null) {
          return;
        }
        checkClients();
        Thread.sleep(POLL_MILLIS);
      }
    }
    throw new Violation(Violation.Kind.LOST, "never received: " + missing);
  }

  private synchronized void sendLastMessages() {
    for (Conversation conversation : conversations) {
      if (conversation.after() != null) {
        conversation.sendToAll();
        statistics.sent();
      }
    }
  }

  private synchronized @Nullable String missing() {
    for (Conversation conversation : conversations) {
      String missing = conversation.missing(conversations);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private void checkClients() throws InterruptedException {
    for (Client client : clients) {
      if (client.stopped().isCompletedExceptionally()) {
        await(SETTLE_TIMEOUT, List.of(client.stopped()));
      }
    }
  }

  /** Waits for all of these, or until a client fails. */
  private void await(Duration timeout, List<CompletableFuture<@Nullable Void>> all)
      throws InterruptedException {
    CompletableFuture<@Nullable Void> failure = new CompletableFuture<>();
    clients.forEach(client ->
        client
            .stopped()
            .exceptionally(e -> {
              failure.completeExceptionally(e);
              return null;
            }));
    var done = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    try {
      CompletableFuture.anyOf(done, failure).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Violation(Violation.Kind.TIMEOUT, "room %s after %s".formatted(name, timeout));
    } catch (ExecutionException e) {
      throw violation(e);
    }
  }

  private static Violation violation(ExecutionException e) {
    return e.getCause() instanceof Violation violation
        ? violation
        : new Violation(Violation.Kind.INVALID, String.valueOf(e.getCause()));
  }

  /** Returns the latest messages and connection changes of each client. */
  String traces() {
    StringBuilder traces = new StringBuilder();
    for (int i = 0; i < clients.size(); i++) {
      traces.append("--- %s%n%s".formatted(conversations.get(i), clients.get(i).trace()));
    }
    return traces.toString();
  }
}
