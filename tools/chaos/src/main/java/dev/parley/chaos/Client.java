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

/** Somebody in a room, who says what there is to say and comes back whenever a line breaks. */
final class Client implements Line.Ears {
  private static final int MAX_PAUSE_MILLIS = 30;
  private static final int MAX_WAIT_MILLIS = 40;
  private static final int MAX_UNACKNOWLEDGED = 40;
  private static final int HANG_UP_ONE_OF = 60;
  private static final int FORGET_ONE_OF = 12;

  /** Less than the shortest time for which servers of these tests keep seats and events. */
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Longer than the proxy holds anything back. */
  private static final long DOUBT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final ProtocolSchemas SCHEMAS = ProtocolSchemas.closed();

  private final Conversation conversation;
  private final Object lock;
  private final Lines lines;
  private final SplittableRandom random;
  private final Tally tally;
  private final Trace trace = new Trace();
  private final BlockingQueue<Occurrence> inbox = new LinkedBlockingQueue<>();
  private final List<Line> leftOpen = new ArrayList<>();
  private final CompletableFuture<@Nullable Void> spoken = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> life = new CompletableFuture<>();

  private final boolean restless;
  private int words;
  private @Nullable Line line;
  private long pausedUntil = System.nanoTime();
  private volatile boolean leaving;

  /** Whether the present line has asked for a new seat, and has not been answered. */
  private boolean asksAnew;

  private long doubtUntil = System.nanoTime();
  private long heardAt = System.nanoTime();

  private sealed interface Occurrence {
    Line line();
  }

  private record Heard(Line line, JsonObject message) implements Occurrence {}

  private record Ended(Line line, String why) implements Occurrence {}

  private record Failed(Line line, Violation violation) implements Occurrence {}

  /** The conversation is only touched under the lock. */
  Client(
      Conversation conversation,
      Object lock,
      Lines lines,
      SplittableRandom random,
      int words,
      boolean restless,
      Tally tally) {
    this.conversation = conversation;
    this.lock = lock;
    this.lines = lines;
    this.random = random;
    this.words = words;
    this.restless = restless;
    this.tally = tally;
  }

  void start(String name) {
    Thread.ofVirtual().name(name).start(this::live);
  }

  Conversation conversation() {
    return conversation;
  }

  /** Done once it has said all that it had to say. */
  CompletableFuture<@Nullable Void> spoken() {
    return spoken;
  }

  /** Done once it has left, or failed. */
  CompletableFuture<@Nullable Void> life() {
    return life;
  }

  /** What it has gone through last. */
  Trace trace() {
    return trace;
  }

  /** It has no more to say, and ends its line. */
  void goAway() {
    leaving = true;
  }

  private void live() {
    try {
      while (!leaving) {
        if (line == null) {
          connect();
        }
        Occurrence next = inbox.poll(1 + random.nextInt(MAX_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
        for (; next != null; next = inbox.poll()) {
          take(next);
        }
        speak();
        send();
        hangUpNowAndThen();
      }
      life.complete(null);
    } catch (Violation | InterruptedException | RuntimeException e) {
      trace.note(e);
      life.completeExceptionally(e);
    } finally {
      closeAll();
    }
  }

  private void connect() throws InterruptedException {
    Thread.sleep(random.nextInt(MAX_WAIT_MILLIS));
    synchronized (lock) {
      if (asksAnew) {
        doubtUntil = System.nanoTime() + DOUBT_NANOS; // the join of the last line may still arrive
      }
      asksAnew = conversation.after() == null;
      line = lines.open(conversation, random.split(), this);
      trace.note("connects by " + line + ", as " + conversation);
    }
  }

  /** What an earlier line still has to tell is told again by the present one. */
  private void take(Occurrence next) {
    Line current = line;
    if (current == null || !next.line().equals(current)) {
      return;
    }
    switch (next) {
      case Heard(_, JsonObject message) -> {
        trace.note(message);
        hear(current, message);
      }
      case Ended(_, String why) -> {
        trace.note(why);
        drop(current);
      }
      case Failed(_, Violation violation) -> throw violation;
    }
  }

  private void hear(Line from, JsonObject message) {
    List<String> problems = SCHEMAS.problemsOfServerMessage(message);
    if (!problems.isEmpty()) {
      throw new Violation(Violation.Kind.WRONG, message + " is not as described: " + problems);
    }
    Reaction reaction;
    synchronized (lock) {
      reaction = conversation.hear(message, seatIsKept());
      heardAt = System.nanoTime();
      if (message.get("type").getAsString().equals("joined")) {
        asksAnew = false;
        from.seated(conversation.seat());
        tally.joined(message.get("resumed").getAsBoolean());
      }
    }
    switch (reaction) {
      case Reaction.GoOn() -> {}
      case Reaction.SendAgain(long first, long afterMillis) -> {
        from.again(first);
        pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis);
      }
      case Reaction.JoinAnew() -> {
        forget();
        drop(from);
      }
    }
  }

  /**
   * Whether the room must have kept the seat and what was missed: less time has passed since the
   * last message than seats and events are kept, and no earlier join can have taken a new seat.
   */
  private boolean seatIsKept() {
    long now = System.nanoTime();
    return now - heardAt < KEPT_NANOS && now - doubtUntil > 0;
  }

  /** Joins of earlier lines may arrive when there is a new seat, and then take it over. */
  private void forget() {
    synchronized (lock) {
      conversation.joinAnew();
      doubtUntil = System.nanoTime() + DOUBT_NANOS;
    }
  }

  private void speak() {
    synchronized (lock) {
      boolean heeded = conversation.unacknowledged().size() < MAX_UNACKNOWLEDGED;
      if (words > 0 && conversation.after() != null && heeded) {
        conversation.sayAnything(random);
        tally.said();
        words--;
      }
    }
    if (words == 0) {
      spoken.complete(null);
    }
  }

  private void send() {
    List<Numbered> unacknowledged;
    synchronized (lock) {
      unacknowledged = conversation.unacknowledged();
    }
    Line current = line;
    if (current != null && System.nanoTime() - pausedUntil >= 0) {
      try {
        current.send(unacknowledged);
      } catch (IOException e) {
        trace.note(e);
        drop(current);
      }
    }
  }

  /** People close their laptops, reload the page, and walk out of the reach of a network. */
  private void hangUpNowAndThen() {
    Line current = line;
    if (current == null || !restless || lines.isCalm() || random.nextInt(HANG_UP_ONE_OF) > 0) {
      return;
    }
    trace.note("hangs up");
    if (random.nextInt(FORGET_ONE_OF) == 0) {
      forget();
    }
    if (random.nextBoolean()) {
      drop(current);
    } else {
      leftOpen.add(current);
      line = null;
    }
  }

  private void drop(Line ended) {
    ended.close();
    line = null;
  }

  private void closeAll() {
    leftOpen.forEach(Line::close);
    Line current = line;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void heard(Line from, JsonObject message) {
    inbox.add(new Heard(from, message));
  }

  @Override
  public void ended(Line ended, String why) {
    inbox.add(new Ended(ended, why));
  }

  @Override
  public void failed(Line failed, Violation violation) {
    inbox.add(new Failed(failed, violation));
  }
}
