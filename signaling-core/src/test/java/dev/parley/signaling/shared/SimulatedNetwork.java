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

/** Delivers messages between nodes and a journal: late, in any order, or never. */
public interface SimulatedNetwork extends AutoCloseable {

  /** Sends a message, which may be lost or arrive twice. */
  void send(Runnable message);

  /** Sends a message that arrives exactly once. */
  void sendReliably(Runnable message);

  @Override
  void close();

  /** Messages wait until a test delivers them, in an order that depends on the seed alone. */
  final class Manual implements SimulatedNetwork {
    private final Random random;
    private final double trouble;
    private final List<Runnable> underWay = new ArrayList<>();
    private boolean hasLost;

    public Manual(Random random, double trouble) {
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
    public void sendReliably(Runnable message) {
      underWay.add(message);
    }

    /** Delivers up to so many messages. */
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

    /** Whether a message was lost since the last call. */
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

  /** Threads deliver each message after a random delay. */
  final class Threaded implements SimulatedNetwork {
    private final Random random = new Random();
    private final double trouble;
    private final long mostMicros;
    private final ScheduledExecutorService threads =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("network-", 0).factory());
    private final Lock lock = new ReentrantLock();

    public Threaded(double trouble, Duration most) {
      this.trouble = trouble;
      this.mostMicros = most.toNanos() / 1_000;
    }

    @Override
    public void send(Runnable message) {
      if (happens()) {
        return;
      }
      sendReliably(message);
      if (happens()) {
        sendReliably(message);
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
    public void sendReliably(Runnable message) {
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
        e.printStackTrace(); // the future, which is not read, would hide it
        throw e;
      }
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
