package dev.parley.siege.honest;

import com.google.gson.JsonObject;
import dev.parley.chaos.Conversation;
import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.PendingRequest;
import dev.parley.chaos.Reaction;
import dev.parley.chaos.Violation;
import dev.parley.client.WebSocketClosedException;
import dev.parley.siege.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One side of a call. It sends four times a second, and reconnects whenever its connection ends.
 */
final class CallClient {
  private static final int SEND_INTERVAL_MILLIS = 250;
  private static final int RETRY_MILLIS = 1_000;
  private static final int MAX_UNACKNOWLEDGED = 40;
  private static final long CUT_INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long TIMEOUT_NANOS = Verdict.CLIENT_TIMEOUT.toNanos();
  private static final int REPLACED_CLOSE_CODE = 4409;
  private static final int REPLACED_STATUS = 409;
  private static final String SENT_AT = "at";

  private final Call call;
  private final String name;
  private final Conversation conversation;
  private final Opener opener;
  private final SplittableRandom random;
  private final boolean cutsConnections;
  private final Verdict verdict;
  private final long resumeWindowNanos;

  // Guarded by the call, like the conversation.
  private @Nullable ClientConnection current;
  private long receivedAt = System.nanoTime();
  private long lostAt = System.nanoTime();
  private long cutAt = System.nanoTime();
  private long pausedUntil = System.nanoTime();

  interface Opener {
    ClientConnection open() throws IOException;
  }

  CallClient(
      Call call,
      String name,
      String key,
      Opener opener,
      boolean cutsConnections,
      Duration resumeWindow,
      Verdict verdict,
      SplittableRandom random) {
    this.call = call;
    this.name = name;
    this.conversation = new Conversation(key);
    this.opener = opener;
    this.cutsConnections = cutsConnections;
    this.resumeWindowNanos = resumeWindow.toNanos();
    this.verdict = verdict;
    this.random = random;
  }

  /** Uses platform threads: the attackers use up the carriers of the virtual ones. */
  void start() {
    Thread.ofPlatform().daemon().name(name + " receives").start(this::receive);
    Thread.ofPlatform().daemon().name(name + " sends").start(this::send);
  }

  Conversation conversation() {
    return conversation;
  }

  /** The time since the last message. */
  long silenceNanos() {
    synchronized (call) {
      return System.nanoTime() - receivedAt;
    }
  }

  /** Measures the silence from now on, after it has been recorded. */
  void resetSilence() {
    synchronized (call) {
      receivedAt = System.nanoTime();
    }
  }

  /** A newer connection of this client has taken over the seat. */
  private static final class Replaced extends IOException {
    private static final long serialVersionUID = 1;
  }

  private void receive() {
    while (!call.isOver()) {
      try (ClientConnection connection = opener.open()) {
        join(connection);
        while (!call.isOver()) {
          for (JsonObject message : connection.receive()) {
            receive(connection, message);
          }
        }
      } catch (IOException e) {
        disconnected(e);
      } catch (Violation | RuntimeException e) {
        call.abort(name + ": " + e);
      }
    }
  }

  private void join(ClientConnection connection) throws IOException {
    JsonObject join;
    synchronized (call) {
      join = conversation.join();
    }
    JsonObject joined = connection.join(join);
    synchronized (call) {
      boolean seatIsKept = System.nanoTime() - lostAt < resumeWindowNanos;
      Reaction _ = conversation.receive(joined, seatIsKept);
      current = connection;
      receivedAt = System.nanoTime();
    }
  }

  /** Ignores messages of an earlier connection, which the current one receives again. */
  private void receive(ClientConnection connection, JsonObject message) throws Replaced {
    if (message.has("code") && message.get("code").getAsString().equals("replaced")) {
      throw new Replaced();
    }
    synchronized (call) {
      if (!connection.equals(current)) {
        return;
      }
      receivedAt = System.nanoTime();
      measure(message);
      switch (conversation.receive(message, true)) {
        case Reaction.Continue() -> {}
        case Reaction.Resend(long from, long afterMillis) -> {
          connection.resendFrom(from);
          pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis);
          verdict.refused();
        }
        case Reaction.Rejoin() -> {
          verdict.fault(name + " lost its seat: " + message);
          conversation.resetCursor();
          connection.close();
        }
      }
    }
  }

  private void measure(JsonObject message) {
    if (message.get("type").getAsString().equals("message")) {
      verdict.delay("A message between honest clients", System.nanoTime() - sentAt(message));
    }
  }

  /** A reply has no time of its own: it is sent with the next message, which has one. */
  private static long sentAt(JsonObject message) {
    JsonObject data = message.getAsJsonObject("data");
    return data.has(SENT_AT) ? data.get(SENT_AT).getAsLong() : System.nanoTime();
  }

  /** Records a fault or a refusal, unless this client has cut the connection itself. */
  private void disconnected(IOException failure) {
    synchronized (call) {
      boolean wasCut = conversation.after() != null && current == null && cutAt == lostAt;
      if (current != null) {
        lostAt = System.nanoTime();
      }
      current = null;
      if (call.isOver()) {
        return;
      }
      boolean replacedByItself = isReplaced(failure) && System.nanoTime() - lostAt < TIMEOUT_NANOS;
      if (wasCut || replacedByItself) {
        cutAt = System.nanoTime();
        return; // reconnects at once; a request that was under way may replace the connection
      }
    }
    Refusals.record(verdict, name, failure);
    pause(RETRY_MILLIS);
  }

  private static boolean isReplaced(IOException failure) {
    return failure instanceof Replaced
        || (failure instanceof WebSocketClosedException closed
            && closed.code() == REPLACED_CLOSE_CODE)
        || (failure instanceof HttpRequests.RefusedException refused
            && refused.status() == REPLACED_STATUS);
  }

  private void send() {
    while (!call.isOver()) {
      pause(SEND_INTERVAL_MILLIS);
      ClientConnection connection = connection();
      if (connection == null) {
        continue;
      }
      List<PendingRequest> unacknowledged = nextRequests();
      try {
        for (JsonObject message : connection.send(unacknowledged)) {
          receive(connection, message);
        }
      } catch (IOException e) {
        sendFailed(connection, e);
      } catch (Violation | RuntimeException e) {
        call.abort(name + ": " + e);
      }
      cutSometimes(connection);
    }
  }

  private @Nullable ClientConnection connection() {
    synchronized (call) {
      return System.nanoTime() - pausedUntil < 0 ? null : current;
    }
  }

  private List<PendingRequest> nextRequests() {
    synchronized (call) {
      boolean mayAdd = conversation.unacknowledged().size() < MAX_UNACKNOWLEDGED;
      if (mayAdd && !call.isClosing()) {
        conversation.sendRandom(random);
        conversation
            .unacknowledged()
            .getLast()
            .json()
            .getAsJsonObject("data")
            .addProperty(SENT_AT, System.nanoTime());
      }
      List<PendingRequest> unacknowledged = conversation.unacknowledged();
      unacknowledged.stream().findFirst().ifPresent(this::measureAcknowledgement);
      return unacknowledged;
    }
  }

  /** The acknowledgement of the oldest request takes at least this long. */
  private void measureAcknowledgement(PendingRequest oldest) {
    verdict.delay("An acknowledgement", System.nanoTime() - sentAt(oldest.json()));
  }

  private void sendFailed(ClientConnection connection, IOException failure) {
    synchronized (call) {
      if (!connection.equals(current) || call.isOver()) {
        return; // it was cut, or the receiving thread has recorded the failure
      }
      pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
    }
    Refusals.record(verdict, name, failure);
  }

  private void cutSometimes(ClientConnection connection) {
    synchronized (call) {
      if (cutsConnections
          && connection.equals(current)
          && System.nanoTime() - cutAt > CUT_INTERVAL_NANOS) {
        cutAt = System.nanoTime();
        lostAt = cutAt;
        current = null;
        connection.close();
      }
    }
  }

  private void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      call.abort(name + " was interrupted");
    }
  }
}
