package dev.parley.chaos;

import com.google.gson.JsonObject;
import dev.parley.schema.ProtocolSchemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends a number of messages, checks those that it receives, and reconnects when its
 * connection ends. It has a thread of its own; its connections put their events into its inbox.
 */
final class Client implements ClientConnection.Listener {
  private static final int MAX_PAUSE_MILLIS = 30;
  private static final int MAX_RECONNECT_MILLIS = 40;
  private static final int MAX_UNACKNOWLEDGED = 40;
  private static final int DROP_ONE_OF = 60;
  private static final int RESET_CURSOR_ONE_OF = 12;

  /** Shorter than the servers of these tests keep seats and events. */
  private static final long SEAT_KEPT_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Longer than the proxy delays anything. */
  private static final long LATE_JOIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final ProtocolSchemas SCHEMAS = ProtocolSchemas.closed();

  private final Conversation conversation;
  private final Object lock;
  private final Connector connector;
  private final SplittableRandom random;
  private final Statistics statistics;
  private final boolean dropsConnections;
  private final Trace trace = new Trace();
  private final BlockingQueue<Input> inbox = new LinkedBlockingQueue<>();
  private final List<ClientConnection> abandoned = new ArrayList<>();
  private final CompletableFuture<@Nullable Void> allSent = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
  private volatile boolean stopping;

  // Only used by the client's thread.
  private int messagesLeft;
  private @Nullable ClientConnection current;
  private long pausedUntil = System.nanoTime();

  /** Whether the current connection has asked for a new seat, and has no answer yet. */
  private boolean joinsForNewSeat;

  /** Until then, a late join of an earlier connection may take over the seat. */
  private long lateJoinUntil = System.nanoTime();

  private long receivedAt = System.nanoTime();

  /** An event of a connection. */
  private sealed interface Input {
    ClientConnection connection();
  }

  private record Received(ClientConnection connection, JsonObject message) implements Input {}

  private record Ended(ClientConnection connection, String reason) implements Input {}

  private record Failed(ClientConnection connection, Violation violation) implements Input {}

  /**
   * A client that is not started yet.
   *
   * @param lock guards the conversation
   * @param messages the number of messages to send
   * @param dropsConnections whether it also ends connections on its own
   */
  Client(
      Conversation conversation,
      Object lock,
      Connector connector,
      SplittableRandom random,
      int messages,
      boolean dropsConnections) {
    this.conversation = conversation;
    this.lock = lock;
    this.connector = connector;
    this.random = random;
    this.messagesLeft = messages;
    this.dropsConnections = dropsConnections;
    this.statistics = connector.statistics();
  }

  void start(String name) {
    Thread.ofVirtual().name(name).start(this::run);
  }

  /** Completes when all messages have been queued. */
  CompletableFuture<@Nullable Void> allSent() {
    return allSent;
  }

  /** Completes after {@link #stop}, or with the failure of the client. */
  CompletableFuture<@Nullable Void> stopped() {
    return stopped;
  }

  Trace trace() {
    return trace;
  }

  /** Makes the client close its connection and end. */
  void stop() {
    stopping = true;
  }

  private void run() {
    try {
      while (!stopping) {
        if (current == null) {
          connect();
        }
        Input next = inbox.poll(1 + random.nextInt(MAX_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
        for (; next != null; next = inbox.poll()) {
          process(next);
        }
        queueMessage();
        send();
        dropSometimes();
      }
      stopped.complete(null);
    } catch (Violation | InterruptedException | RuntimeException e) {
      trace.add(e);
      stopped.completeExceptionally(e);
    } finally {
      closeAll();
    }
  }

  private void connect() throws InterruptedException {
    Thread.sleep(random.nextInt(MAX_RECONNECT_MILLIS));
    synchronized (lock) {
      if (joinsForNewSeat) {
        lateJoinUntil = System.nanoTime() + LATE_JOIN_NANOS;
      }
      joinsForNewSeat = conversation.after() == null;
      current = connector.open(conversation, random.split(), this);
      trace.add("connects by " + current + ", as " + conversation);
    }
  }

  /** Ignores earlier connections: the current one receives their events again. */
  private void process(Input input) {
    ClientConnection connection = current;
    if (connection == null || !input.connection().equals(connection)) {
      return;
    }
    switch (input) {
      case Received(_, JsonObject message) -> {
        trace.add(message);
        receive(connection, message);
      }
      case Ended(_, String reason) -> {
        trace.add(reason);
        drop(connection);
      }
      case Failed(_, Violation violation) -> throw violation;
    }
  }

  private void receive(ClientConnection from, JsonObject message) {
    List<String> problems = SCHEMAS.problemsOfServerMessage(message);
    if (!problems.isEmpty()) {
      throw new Violation(
          Violation.Kind.INVALID, message + " does not match its schema: " + problems);
    }
    Reaction reaction;
    synchronized (lock) {
      reaction = conversation.receive(message, seatIsKept());
      receivedAt = System.nanoTime();
      if (message.get("type").getAsString().equals("joined")) {
        joinsForNewSeat = false;
        from.seated(conversation.seat());
        statistics.joined(message.get("resumed").getAsBoolean());
      }
    }
    switch (reaction) {
      case Reaction.Continue() -> {}
      case Reaction.Resend(long first, long afterMillis) -> {
        from.resendFrom(first);
        pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis);
      }
      case Reaction.Rejoin() -> {
        resetCursor();
        drop(from);
      }
    }
  }

  /**
   * Whether the server must still have the seat and the missed events: the last message is recent
   * enough, and no late join can have taken a new seat.
   */
  private boolean seatIsKept() {
    long now = System.nanoTime();
    return now - receivedAt < SEAT_KEPT_NANOS && now - lateJoinUntil > 0;
  }

  /** Joins of earlier connections may arrive after that of the new seat, and take it over. */
  private void resetCursor() {
    synchronized (lock) {
      conversation.resetCursor();
      lateJoinUntil = System.nanoTime() + LATE_JOIN_NANOS;
    }
  }

  private void queueMessage() {
    synchronized (lock) {
      boolean isAcknowledged = conversation.unacknowledged().size() < MAX_UNACKNOWLEDGED;
      if (messagesLeft > 0 && conversation.after() != null && isAcknowledged) {
        conversation.sendRandom(random);
        statistics.sent();
        messagesLeft--;
      }
    }
    if (messagesLeft == 0) {
      allSent.complete(null);
    }
  }

  private void send() {
    List<PendingRequest> unacknowledged;
    synchronized (lock) {
      unacknowledged = conversation.unacknowledged();
    }
    ClientConnection connection = current;
    if (connection != null && System.nanoTime() - pausedUntil >= 0) {
      try {
        connection.send(unacknowledged);
      } catch (IOException e) {
        trace.add(e);
        drop(connection);
      }
    }
  }

  /** Simulates a reload, or a change of the network: some connections stay open for the server. */
  private void dropSometimes() {
    ClientConnection connection = current;
    if (connection == null
        || !dropsConnections
        || connector.bypassesProxy()
        || random.nextInt(DROP_ONE_OF) > 0) {
      return;
    }
    trace.add("drops its connection");
    if (random.nextInt(RESET_CURSOR_ONE_OF) == 0) {
      resetCursor();
    }
    if (random.nextBoolean()) {
      drop(connection);
    } else {
      abandoned.add(connection);
      current = null;
    }
  }

  private void drop(ClientConnection connection) {
    connection.close();
    current = null;
  }

  private void closeAll() {
    abandoned.forEach(ClientConnection::close);
    ClientConnection connection = current;
    if (connection != null) {
      connection.close();
    }
  }

  @Override
  public void received(ClientConnection connection, JsonObject message) {
    inbox.add(new Received(connection, message));
  }

  @Override
  public void ended(ClientConnection connection, String reason) {
    inbox.add(new Ended(connection, reason));
  }

  @Override
  public void failed(ClientConnection connection, Violation violation) {
    inbox.add(new Failed(connection, violation));
  }
}
