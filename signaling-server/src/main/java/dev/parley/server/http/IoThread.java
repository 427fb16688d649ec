package dev.parley.server.http;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.RejectedExecutionException;

/** Runs code on the I/O thread of an exchange, which is the only one that may use it. */
public final class IoThread {
  private IoThread() {}

  /**
   * Runs the task on the exchange's I/O thread. If called there, runs it after the current round of
   * events, so that several flushes become one write.
   */
  public static void execute(HttpServerExchange exchange, Runnable task) {
    try {
      exchange.getIoThread().execute(task);
    } catch (RejectedExecutionException e) {
      // the server has stopped, and the connection is closed
    }
  }

  /**
   * Sends a response, on the current thread if it is the exchange's I/O thread. Does nothing if the
   * exchange is complete, or has its response already. An exception becomes an error response.
   */
  public static void answer(HttpServerExchange exchange, Runnable response) {
    Runnable answer = () -> answerHere(exchange, response);
    if (exchange.getIoThread().equals(Thread.currentThread())) {
      answer.run();
    } else {
      execute(exchange, answer);
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
