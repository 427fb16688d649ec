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
 * One poll, as the link of a participant that delivers once: the response has the first batch of
 * messages, or an empty array when the wait is over. What comes later waits in the room's log for
 * the next poll.
 *
 * <p>Confined to the exchange's I/O thread, except for {@link #dueAt}.
 */
final class Poll implements Link {
  private static final byte[] BEGIN = {'['};
  private static final byte[] COMMA = {','};
  private static final byte[] END = {']'};

  private final HttpServerExchange exchange;
  private final boolean waits;
  private @Nullable Attachment attachment;
  private boolean answered;

  /** When to answer with nothing; not before the link is attached, if the poll does not wait. */
  private volatile Instant dueAt;

  /** Creates a poll that waits this long for a message. */
  Poll(HttpServerExchange exchange, long seconds, Instant now) {
    this.exchange = exchange;
    this.waits = seconds > 0;
    this.dueAt = waits ? now.plusSeconds(seconds) : Instant.MAX;
  }

  /** Attaches this link to the peer's seat, until the exchange is complete. */
  void attach(HttpRequests requests, Credentials.Reader reader, @Nullable Long after) {
    try {
      Attachment attached =
          requests.listen(
              reader.caller(),
              RequestAccount.of(exchange).client(),
              this,
              JsonCodec.STANDARD,
              after,
              reader.ticketSeat(),
              this::attached);
      attachment = attached;
      exchange.addExchangeCompleteListener((_, next) -> {
        answered = true;
        attached.closed();
        next.proceed();
      });
    } catch (RuntimeException e) {
      Problem.answerDefect(exchange, e);
      return;
    }
    if (dueAt.equals(Instant.MIN)) { // missed messages, if any, were queued before this task
      IoThread.execute(exchange, this::answerNothing);
    }
  }

  /** Called once by any thread, before anything is sent: the link is attached, or refused. */
  private void attached(@Nullable ProtocolException refusal) {
    if (refusal != null) {
      IoThread.execute(exchange, () -> answer(() -> Problem.answer(exchange, refusal)));
    } else if (!waits) {
      dueAt = Instant.MIN;
    }
  }

  /** Always a later task, so that {@link #attachment} is set when the first message is sent. */
  @Override
  public void flushSoon(Runnable flush) {
    IoThread.execute(exchange, flush);
  }

  @Override
  public void flushNow(Runnable flush) {
    IoThread.execute(exchange, flush);
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    answer(() -> {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
      ResponseWriter.send(exchange, array(messages), sent);
    });
  }

  /** Adds brackets and commas to messages that are JSON, without copying them. */
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
      var replaced =
          new ProtocolException(ErrorCode.REPLACED, "This peer has opened another connection.");
      answer(() -> Problem.answer(exchange, replaced));
    } else {
      answerNothing();
    }
  }

  /** Answers with nothing when the wait is over. */
  @Override
  public void tick(Instant now, Instant lastReceivedAt) {
    if (!now.isBefore(dueAt)) {
      IoThread.execute(exchange, this::answerNothing);
    }
  }

  private void answerNothing() {
    send(List.of(), () -> {});
  }

  /** Answers once. The link is detached first, so that later messages wait for the next poll. */
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
