package dev.parley.signaling.shared;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Brings messages between nodes and a journal: later, in any order, or never. */
public interface Courier extends AutoCloseable {

  /** Brings a message, which may be lost or come twice. */
  void send(Runnable message);

  /** Brings a message for certain, and once. */
  void bring(Runnable message);

  @Override
  void close();

  /** Messages wait until a test delivers them, in an order that depends on the seed alone. */
  final class ByHand implements Courier {
    private final Random random;
    private final double trouble;
    private final List<Runnable> underWay = new ArrayList<>();
    private boolean hasLost;

    public ByHand(Random random, double trouble) {
      this.random = random;
      this.trouble = trouble;
    }

    @Override
    public void send(Runnable message) {
      if (random.nextDouble() < trouble) {
        hasLost = true;
        return;
      }
      underWay.add(message);
      if (random.nextDouble() < trouble) {
        underWay.add(message);
      }
    }

    @Override
    public void bring(Runnable message) {
      underWay.add(message);
    }

    /** Delivers some of what is under way. */
    public void deliver(int most) {
      for (int i = 0; i < most && !underWay.isEmpty(); i++) {
        underWay.remove(random.nextInt(underWay.size())).run();
      }
    }

    public void deliverAll() {
      while (!underWay.isEmpty()) {
        deliver(underWay.size());
      }
    }

    /** Whether a message was lost since this was asked the last time. */
    public boolean hasLost() {
      boolean lost = hasLost;
      hasLost = false;
      return lost;
    }

    @Override
    public void close() {
      underWay.clear();
    }
  }

  /** Threads bring each message after a delay of its own. */
  final class ByThreads implements Courier {
    private final Random random = new Random();
    private final double trouble;
    private final long mostMicros;
    private final ScheduledExecutorService threads =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("courier-", 0).factory());
    private final Lock lock = new ReentrantLock();

    public ByThreads(double trouble, Duration most) {
      this.trouble = trouble;
      this.mostMicros = most.toNanos() / 1_000;
    }

    @Override
    public void send(Runnable message) {
      if (happens()) {
        return;
      }
      bring(message);
      if (happens()) {
        bring(message);
      }
    }

    private boolean happens() {
      lock.lock();
      try {
        return random.nextDouble() < trouble;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void bring(Runnable message) {
      lock.lock();
      try {
        long delay = random.nextLong(mostMicros + 1);
        var _ = threads.schedule(() -> run(message), delay, TimeUnit.MICROSECONDS);
      } finally {
        lock.unlock();
      }
    }

    private static void run(Runnable message) {
      try {
        message.run();
      } catch (RuntimeException | Error e) {
        e.printStackTrace(); // a future that nobody asks would hide it
        throw e;
      }
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
