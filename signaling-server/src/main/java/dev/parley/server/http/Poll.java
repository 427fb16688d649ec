package dev.parley.server.http;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.session.Link;
import dev.parley.signaling.session.Listening;
import dev.parley.signaling.wire.NativeDialect;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One poll: answered once, with the first that there is to hear, or with nothing in the end. */
final class Poll implements Link {
  private final HttpServerExchange exchange;
  private final Listening listening;
  private final Instant dueAt;
  private final AtomicBoolean answered = new AtomicBoolean();

  /** A poll that is answered at that time at the latest. */
  Poll(HttpServerExchange exchange, Signaling signaling, Caller caller, Instant dueAt) {
    this.exchange = exchange;
    this.dueAt = dueAt;
    this.listening =
        signaling.listen(
            caller.room(),
            caller.peer(),
            RequestAccount.of(exchange).client(),
            this,
            NativeDialect.STANDARD);
  }

  /** Listens; what comes of it is over when the exchange is. */
  void begin(@Nullable Long after, boolean waits) {
    exchange.addExchangeCompleteListener((_, next) -> {
      answered.set(true);
      listening.closed();
      next.proceed();
    });
    try {
      listening.begin(after);
    } catch (ProtocolException e) {
      answer(() -> Problem.answer(exchange, e));
      return;
    } catch (RuntimeException e) {
      answer(() -> Problem.answerDefect(exchange, e));
      return;
    }
    if (!waits) {
      answerNothing();
    }
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    answer(() -> {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
      ResponseWriter.send(exchange, JsonArray.of(messages), sent);
    });
  }

  @Override
  public void close(CloseCode code) {
    if (code == CloseCode.REPLACED) {
      var replaced = new ProtocolException(ErrorCode.REPLACED, "This peer listens elsewhere now.");
      answer(() -> Problem.answer(exchange, replaced));
    } else {
      answerNothing();
    }
  }

  /** Called by the tick: nothing has come for so long as the client wanted to wait. */
  void tick(Instant now) {
    if (!now.isBefore(dueAt)) {
      answerNothing();
    }
  }

  private void answerNothing() {
    send(List.of(), () -> {});
  }

  /** By the exchange's own thread, and once; what comes after that is for the next poll. */
  private void answer(Runnable response) {
    if (answered.compareAndSet(false, true)) {
      listening.rest();
      try {
        exchange.getIoThread().execute(response);
      } catch (RejectedExecutionException e) {
        listening.closed(); // the thread has ended, and the connection with it
      }
    }
  }
}
