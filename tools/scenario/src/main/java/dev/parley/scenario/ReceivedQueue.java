package dev.parley.scenario;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection until a step takes them. It is limited, so that a server that
 * never stops sending fails its scenario and does not exhaust the memory. One thread adds, another
 * polls.
 */
public final class ReceivedQueue {

  /** The maximal length of a message, and of all messages that wait, in characters. */
  public static final int MAX_LENGTH = 1 << 24;

  /** The maximal number of messages that wait. */
  static final int MAX_MESSAGES = 10_000;

  private static final Received NOTHING = new Received.Nothing();

  private final BlockingQueue<Received> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong length = new AtomicLong();
  private volatile boolean full;

  /**
   * Adds a message or the end of the connection. Returns false if the limit is exceeded: the caller
   * closes the connection, and the next step that receives fails.
   */
  public boolean add(Received received) {
    if (full) {
      return false;
    }
    if (length.addAndGet(lengthOf(received)) > MAX_LENGTH || waiting.size() >= MAX_MESSAGES) {
      overflow("the server sent more than %d characters or %d messages that no step expected");
      return false;
    }
    waiting.add(received);
    return true;
  }

  /** Ends the queue because of a message that is longer than {@link #MAX_LENGTH}. */
  public void addTooLong() {
    overflow("the server sent a message of more than %d characters");
  }

  private void overflow(String reason) {
    if (!full) {
      full = true;
      waiting.add(
          new Received.Invalid("too much to keep", reason.formatted(MAX_LENGTH, MAX_MESSAGES)));
    }
  }

  /** The next message; nothing if none comes in time. A timeout of zero does not wait. */
  public Received poll(Duration timeout) throws InterruptedException {
    @Nullable Received next = waiting.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (next == null) {
      return NOTHING;
    }
    length.addAndGet(-lengthOf(next));
    return next;
  }

  static long lengthOf(Received received) {
    return switch (received) {
      case Received.Message(var text) -> text.length();
      case Received.Invalid(var text, _) -> text.length();
      case Received.Closed _, Received.Nothing _ -> 0;
    };
  }
}
