package dev.parley.server.transport.poll;

import dev.parley.server.http.IoThread;
import dev.parley.server.http.Problem;
import dev.parley.server.http.RequestAccount;
import dev.parley.server.http.ResponseWriter;
import dev.parley.server.transport.Credentials;
import dev.parley.signaling.participant.Attachment;
import dev.parley.signaling.participant.HttpRequests;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.wire.JsonCodec;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One poll: answered once, with the first that there is to hear, or with nothing in the end.
 * Belongs to the exchange's I/O thread, but for what the tick reads.
 */
final class Poll implements Link {
  private static final byte[] BEGIN = {'['};
  private static final byte[] COMMA = {','};
  private static final byte[] END = {']'};

  private final HttpServerExchange exchange;
  private final boolean waits;
  private @Nullable Attachment attachment;
  private boolean answered;

  /** One that does not wait is not due before it has begun to listen. */
  private volatile Instant dueAt;

  /** A poll that is answered after so many seconds at the latest. */
  Poll(HttpServerExchange exchange, long seconds, Instant now) {
    this.exchange = exchange;
    this.waits = seconds > 0;
    this.dueAt = waits ? now.plusSeconds(seconds) : Instant.MAX;
  }

  /** Listens; what comes of it is over when the exchange is. */
  void listen(HttpRequests requests, Credentials.Reader reader, @Nullable Long after) {
    try {
      Attachment listening =
          requests.listen(
              reader.caller(),
              RequestAccount.of(exchange).client(),
              this,
              JsonCodec.STANDARD,
              after,
              reader.ticketSeat(),
              this::begun);
      attachment = listening;
      exchange.addExchangeCompleteListener((_, next) -> {
        answered = true;
        listening.closed();
        next.proceed();
      });
    } catch (RuntimeException e) {
      Problem.answerDefect(exchange, e);
      return;
    }
    if (dueAt.equals(Instant.MIN)) { // what there is to hear is on its way, before this
      IoThread.soon(exchange, this::answerNothing);
    }
  }

  /** By any thread, and before anything is sent: it listens, or may not. */
  private void begun(@Nullable ProtocolException refusal) {
    if (refusal != null) {
      IoThread.soon(exchange, () -> answer(() -> Problem.answer(exchange, refusal)));
    } else if (!waits) {
      dueAt = Instant.MIN;
    }
  }

  /** Always later than the call that listens, and so when there is an attachment. */
  @Override
  public void flushSoon(Runnable flush) {
    IoThread.soon(exchange, flush);
  }

  @Override
  public void flushNow(Runnable flush) {
    IoThread.soon(exchange, flush);
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    answer(() -> {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
      ResponseWriter.send(exchange, array(messages), sent);
    });
  }

  /** The messages are JSON already: an array of them needs no copy, only brackets and commas. */
  private static List<byte[]> array(List<byte[]> messages) {
    List<byte[]> pieces = new ArrayList<>(2 * messages.size() + 2);
    pieces.add(BEGIN);
    for (byte[] message : messages) {
      if (pieces.size() > 1) {
        pieces.add(COMMA);
      }
      pieces.add(message);
    }
    pieces.add(END);
    return pieces;
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

  /** Nothing has come for so long as the client wanted to wait. */
  @Override
  public void tick(Instant now, Instant heardAt) {
    if (!now.isBefore(dueAt)) {
      IoThread.soon(exchange, this::answerNothing);
    }
  }

  private void answerNothing() {
    send(List.of(), () -> {});
  }

  /** Once; what comes after that is for the next poll. */
  private void answer(Runnable response) {
    if (answered) {
      return;
    }
    answered = true;
    if (attachment != null) {
      attachment.detach();
    }
    IoThread.answer(exchange, response);
  }
}
