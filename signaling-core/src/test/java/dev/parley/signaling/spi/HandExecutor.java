package dev.parley.signaling.spi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs a task when the test says so, and rejects as many as the test wants. */
final class HandExecutor implements Executor {
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int rejections;

  @Override
  public void execute(Runnable task) {
    if (rejections > 0) {
      rejections--;
      throw new RejectedExecutionException("not now");
    }
    waiting.add(task);
  }

  void reject(int tasks) {
    rejections = tasks;
  }

  int waiting() {
    return waiting.size();
  }

  /** Runs one task. */
  void run() {
    waiting.remove().run();
  }

  /** Runs the tasks there are, and those that come of it. */
  void runAll() {
    while (!waiting.isEmpty()) {
      run();
    }
  }
}
