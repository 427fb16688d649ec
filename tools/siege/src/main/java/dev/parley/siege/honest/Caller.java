package dev.parley.siege.honest;

import com.google.gson.JsonObject;
import dev.parley.chaos.Conversation;
import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Numbered;
import dev.parley.chaos.Reaction;
import dev.parley.chaos.Violation;
import dev.parley.client.WebSocketClosedException;
import dev.parley.siege.verdict.Judge;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One end of a call, which talks without a break and comes back whenever its connection ends. */
final class Caller {
  private static final int PAUSE_MILLIS = 250;
  private static final int RETRY_MILLIS = 1_000;
  private static final int MOST_UNACKNOWLEDGED = 40;
  private static final long CUT_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long PATIENCE_NANOS = Judge.PATIENCE.toNanos();
  private static final int REPLACED_CLOSE = 4409;
  private static final int REPLACED_STATUS = 409;
  private static final String SENT_AT = "at";

  private final Call call;
  private final String name;
  private final Conversation conversation;
  private final Opener opener;
  private final SplittableRandom random;
  private final boolean restless;
  private final Judge judge;
  private final long windowNanos;

  // Guarded by the call, as the conversation is.
  private @Nullable Channel current;
  private long heardAt = System.nanoTime();
  private long lostAt = System.nanoTime();
  private long cutAt = System.nanoTime();
  private long pausedUntil = System.nanoTime();

  /** Connects. */
  interface Opener {
    Channel open() throws IOException;
  }

  Caller(
      Call call,
      String name,
      String key,
      Opener opener,
      boolean restless,
      Duration resumeWindow,
      Judge judge,
      SplittableRandom random) {
    this.call = call;
    this.name = name;
    this.conversation = new Conversation(key);
    this.opener = opener;
    this.restless = restless;
    this.windowNanos = resumeWindow.toNanos();
    this.judge = judge;
    this.random = random;
  }

  /** Platform threads, so that a generator of load in the same process does not keep it waiting. */
  void start() {
    Thread.ofPlatform().daemon().name(name + " hears").start(this::listen);
    Thread.ofPlatform().daemon().name(name + " speaks").start(this::speak);
  }

  Conversation conversation() {
    return conversation;
  }

  /** How long it has heard nothing. */
  long silenceNanos() {
    synchronized (call) {
      return System.nanoTime() - heardAt;
    }
  }

  /** Its silence has been told, and counts from now on anew. */
  void silenceTold() {
    synchronized (call) {
      heardAt = System.nanoTime();
    }
  }

  /** Another connection of the same client has taken over. */
  private static final class Replaced extends IOException {
    private static final long serialVersionUID = 1;
  }

  private void listen() {
    while (!call.isOver()) {
      try (Channel channel = opener.open()) {
        join(channel);
        while (!call.isOver()) {
          for (JsonObject message : channel.receive()) {
            hear(channel, message);
          }
        }
      } catch (IOException e) {
        lost(e);
      } catch (Violation | RuntimeException e) {
        call.breakOff(name + ": " + e);
      }
    }
  }

  private void join(Channel channel) throws IOException {
    JsonObject join;
    synchronized (call) {
      join = conversation.join();
    }
    JsonObject joined = channel.join(join);
    synchronized (call) {
      boolean seatIsKept = System.nanoTime() - lostAt < windowNanos;
      Reaction _ = conversation.hear(joined, seatIsKept);
      current = channel;
      heardAt = System.nanoTime();
    }
  }

  /** Anything that an earlier channel still brings is brought by the present one again. */
  private void hear(Channel channel, JsonObject message) throws Replaced {
    if (message.has("code") && message.get("code").getAsString().equals("replaced")) {
      throw new Replaced();
    }
    synchronized (call) {
      if (!channel.equals(current)) {
        return;
      }
      heardAt = System.nanoTime();
      measure(message);
      switch (conversation.hear(message, true)) {
        case Reaction.GoOn() -> {}
        case Reaction.SendAgain(long from, long afterMillis) -> {
          channel.again(from);
          pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis);
          judge.refused();
        }
        case Reaction.JoinAnew() -> {
          judge.fault(name + " lost its seat: " + message);
          conversation.joinAnew();
          channel.close();
        }
      }
    }
  }

  private void measure(JsonObject message) {
    if (message.get("type").getAsString().equals("message")) {
      judge.delay("A message between honest clients", System.nanoTime() - sentAt(message));
    }
  }

  /** Replies go out with the next message, and are measured by it. */
  private static long sentAt(JsonObject message) {
    JsonObject data = message.getAsJsonObject("data");
    return data.has(SENT_AT) ? data.get(SENT_AT).getAsLong() : System.nanoTime();
  }

  /** The present channel has ended, unless the caller has cut it itself. */
  private void lost(IOException failure) {
    synchronized (call) {
      boolean wasCut = conversation.after() != null && current == null && cutAt == lostAt;
      if (current != null) {
        lostAt = System.nanoTime();
      }
      current = null;
      if (call.isOver()) {
        return;
      }
      boolean byItself = isReplaced(failure) && System.nanoTime() - lostAt < PATIENCE_NANOS;
      if (wasCut || byItself) {
        cutAt = System.nanoTime();
        return; // comes back at once; something that was on its way when it cut may replace it
      }
    }
    Refusals.judge(judge, name, failure);
    pause(RETRY_MILLIS);
  }

  private static boolean isReplaced(IOException failure) {
    return failure instanceof Replaced
        || (failure instanceof WebSocketClosedException closed && closed.code() == REPLACED_CLOSE)
        || (failure instanceof HttpRequests.Refused refused && refused.status() == REPLACED_STATUS);
  }

  private void speak() {
    while (!call.isOver()) {
      pause(PAUSE_MILLIS);
      Channel channel = channel();
      if (channel == null) {
        continue;
      }
      List<Numbered> unacknowledged = talk();
      try {
        for (JsonObject message : channel.send(unacknowledged)) {
          hear(channel, message);
        }
      } catch (IOException e) {
        unsent(channel, e);
      } catch (Violation | RuntimeException e) {
        call.breakOff(name + ": " + e);
      }
      cutNowAndThen(channel);
    }
  }

  private @Nullable Channel channel() {
    synchronized (call) {
      return System.nanoTime() - pausedUntil < 0 ? null : current;
    }
  }

  private List<Numbered> talk() {
    synchronized (call) {
      boolean heeded = conversation.unacknowledged().size() < MOST_UNACKNOWLEDGED;
      if (heeded && !call.isClosing()) {
        conversation.sayAnything(random);
        conversation
            .unacknowledged()
            .getLast()
            .json()
            .getAsJsonObject("data")
            .addProperty(SENT_AT, System.nanoTime());
      }
      List<Numbered> unacknowledged = conversation.unacknowledged();
      unacknowledged.stream().findFirst().ifPresent(this::measureAcknowledgement);
      return unacknowledged;
    }
  }

  /** What has not been acknowledged until now takes at least so long. */
  private void measureAcknowledgement(Numbered oldest) {
    judge.delay("An acknowledgement", System.nanoTime() - sentAt(oldest.json()));
  }

  private void unsent(Channel channel, IOException failure) {
    synchronized (call) {
      if (!channel.equals(current) || call.isOver()) {
        return; // it was cut, or whoever listens has told it
      }
      pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
    }
    Refusals.judge(judge, name, failure);
  }

  private void cutNowAndThen(Channel channel) {
    synchronized (call) {
      if (restless && channel.equals(current) && System.nanoTime() - cutAt > CUT_NANOS) {
        cutAt = System.nanoTime();
        lostAt = cutAt;
        current = null;
        channel.close();
      }
    }
  }

  private void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      call.breakOff(name + " was interrupted");
    }
  }
}
