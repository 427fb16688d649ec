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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/** One poll: answered once, with the first that there is to hear, or with nothing in the end. */
final class Poll implements Link {
  private final HttpServerExchange exchange;
  private final Listening listening;
  private final AtomicBoolean answered = new AtomicBoolean();

  Poll(HttpServerExchange exchange, Signaling signaling, Caller caller) {
    this.exchange = exchange;
    this.listening =
        signaling.listen(
            caller.room(), caller.peer(), signaling.client("polls"), this, NativeDialect.STANDARD);
  }

  void begin(@Nullable Long after, Duration wait) {
    try {
      listening.begin(after);
    } catch (ProtocolException e) {
      answer(() -> Problem.answer(exchange, e));
      return;
    }
    if (wait.isZero()) {
      answerNothing();
    } else if (!answered.get()) {
      XnioExecutor.Key timer =
          exchange
              .getIoThread()
              .executeAfter(this::answerNothing, wait.toMillis(), TimeUnit.MILLISECONDS);
      exchange.addExchangeCompleteListener((_, next) -> {
        timer.remove();
        if (answered.compareAndSet(false, true)) {
          listening.closed(); // it was cut
        }
        next.proceed();
      });
    }
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    answer(() -> {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
      exchange.getResponseSender().send(JsonArray.of(messages));
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

  private void answerNothing() {
    send(List.of(), () -> {});
  }

  /** By the exchange's own thread, and once; what comes after that is for the next poll. */
  private void answer(Runnable response) {
    if (answered.compareAndSet(false, true)) {
      listening.rest();
      exchange.getIoThread().execute(response);
    }
  }
}
