package dev.parley.server.http;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.RejectedExecutionException;

/** The thread that an exchange belongs to, for what is done later than in the first call. */
public final class IoThread {
  private IoThread() {}

  /** Runs the task on the exchange's thread: at the end of this round, if called there. */
  public static void soon(HttpServerExchange exchange, Runnable task) {
    try {
      exchange.getIoThread().execute(task);
    } catch (RejectedExecutionException e) {
      // the thread has ended, and the connection with it
    }
  }

  /**
   * Answers an exchange, unless nobody waits for that any more: at once if called on its thread,
   * otherwise by a hand-over.
   */
  public static void answer(HttpServerExchange exchange, Runnable response) {
    Runnable answer = () -> answerHere(exchange, response);
    if (exchange.getIoThread().equals(Thread.currentThread())) {
      answer.run();
    } else {
      soon(exchange, answer);
    }
  }

  private static void answerHere(HttpServerExchange exchange, Runnable response) {
    if (exchange.isComplete() || exchange.isResponseStarted()) {
      return;
    }
    try {
      response.run();
    } catch (RuntimeException e) {
      Problem.answerDefect(exchange, e);
    }
  }
}
