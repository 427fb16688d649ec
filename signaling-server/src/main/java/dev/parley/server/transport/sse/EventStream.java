package dev.parley.server.transport.sse;

import dev.parley.server.http.Heartbeat;
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
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.wire.MessageCodec;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * The way to one client over a stream of server-sent events.
 *
 * <p>Such a client cannot answer a ping on it. One that has posted nothing for the heartbeat's
 * time-out has its stream ended, which a browser opens again by itself, and a lost one does not.
 *
 * <p>Belongs to the exchange's I/O thread, but for what the tick touches.
 */
final class EventStream implements Link {
  private static final Notice.Error REPLACED =
      new Notice.Error(ErrorCode.REPLACED, "This peer listens elsewhere now.", Request.NO_ID);

  private final HttpServerExchange exchange;
  private final MessageCodec codec;
  private final Heartbeat heartbeat;

  /** Flushes that wait until the response has begun. */
  private final List<Runnable> waiting = new ArrayList<>(1);

  private @Nullable ResponseWriter writer;
  private volatile @Nullable Attachment attachment;
  private volatile boolean closing;
  private Instant shownAt; // this and the next belong to the tick
  private @Nullable Instant closingSince;

  EventStream(HttpServerExchange exchange, MessageCodec codec, Heartbeat heartbeat, Instant now) {
    this.exchange = exchange;
    this.codec = codec;
    this.heartbeat = heartbeat;
    this.shownAt = now;
  }

  /** Listens; what comes of it is over when the exchange is. */
  void listen(HttpRequests requests, Credentials.Reader reader, @Nullable Long after) {
    try {
      Attachment listening =
          requests.listen(
              reader.caller(),
              RequestAccount.of(exchange).client(),
              this,
              codec,
              after,
              reader.ticketSeat(),
              refusal -> IoThread.soon(exchange, () -> begin(refusal)));
      attachment = listening;
      exchange.addExchangeCompleteListener((_, next) -> {
        listening.closed();
        next.proceed();
      });
    } catch (RuntimeException e) {
      Problem.answerDefect(exchange, e);
    }
  }

  private void begin(@Nullable ProtocolException refusal) {
    IoThread.answer(
        exchange,
        () -> {
          if (refusal == null) {
            open();
          } else {
            Problem.answer(exchange, refusal);
          }
        });
  }

  private void open() {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
    exchange.getResponseHeaders().put(new HttpString("X-Accel-Buffering"), "no"); // nginx
    exchange.setPersistent(false);
    ResponseWriter open = ResponseWriter.open(exchange);
    if (open != null) {
      writer = open;
      watch();
      showLife();
      waiting.forEach(Runnable::run);
      waiting.clear();
    }
  }

  /** What the client sends now can only be its end. */
  private void watch() {
    if (exchange.getConnection() instanceof AbstractServerConnection connection) {
      ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
      ByteBuffer none = ByteBuffer.allocate(1);
      source.setReadListener(_ -> {
        try {
          if (source.read(none) != 0) {
            IoUtils.safeClose(connection);
          }
        } catch (IOException e) {
          IoUtils.safeClose(connection);
        }
      });
      source.resumeReads();
    }
  }

  /** By a message, since pages do not get to see comments. */
  private void showLife() {
    if (writer != null) {
      writer.fill(codec.encode(new Notice.Pong()));
    }
  }

  @Override
  public void flushSoon(Runnable flush) {
    IoThread.soon(
        exchange,
        () -> {
          if (writer == null) {
            waiting.add(flush);
          } else {
            flush.run();
          }
        });
  }

  @Override
  public void flushNow(Runnable flush) {
    flushSoon(flush);
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    if (writer != null) {
      writer.write(messages, sent);
    }
  }

  @Override
  public void close(CloseCode code) {
    if (code == CloseCode.SLOW) {
      cut(); // it does not read: an end would not reach it
    } else if (writer != null) {
      closing = true;
      if (code == CloseCode.REPLACED) {
        writer.write(List.of(codec.encode(REPLACED)), () -> {}); // or it would come again
      }
      writer.end();
    }
  }

  /** Keeps proxies from ending a silent stream, and ends that of a client that may be gone. */
  @Override
  public void tick(Instant now, Instant heardAt) {
    Attachment listening = attachment;
    if (closing) {
      closingSince = closingSince == null ? now : closingSince;
      if (now.isAfter(closingSince.plus(Heartbeat.CLOSE_PATIENCE))) {
        cut();
      }
    } else if (listening != null && now.isAfter(heardAt.plus(heartbeat.timeout()))) {
      listening.detachAndClose();
    } else if (now.isAfter(shownAt.plus(heartbeat.interval()))) {
      shownAt = now;
      IoThread.soon(exchange, this::showLife);
    }
  }

  private void cut() {
    RequestAccount.of(exchange).connection().cut();
  }
}
