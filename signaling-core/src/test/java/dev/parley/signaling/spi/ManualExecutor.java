package dev.parley.signaling.spi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** An executor whose tasks the test runs, and which rejects tasks on demand. */
final class ManualExecutor implements Executor {
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

  /** Runs the waiting tasks, and those that they submit. */
  void runAll() {
    while (!waiting.isEmpty()) {
      run();
    }
  }
}
