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
 * The link to one client over server-sent events.
 *
 * <p>The client cannot answer a ping on its stream. If it has posted nothing for the heartbeat
 * timeout, the stream is closed: a browser reopens it at once, and a lost client does not.
 *
 * <p>Confined to the exchange's I/O thread, except for fields that the tick thread uses.
 */
final class EventStream implements Link {
  private static final Notice.Error REPLACED =
      new Notice.Error(
          ErrorCode.REPLACED, "This peer has opened another connection.", Request.NO_ID);

  private final HttpServerExchange exchange;
  private final MessageCodec codec;
  private final Heartbeat heartbeat;

  /** Flushes that wait for the start of the response. */
  private final List<Runnable> waiting = new ArrayList<>(1);

  private @Nullable ResponseWriter writer;
  private volatile @Nullable Attachment attachment;
  private volatile boolean closing;
  private Instant keptAliveAt; // confined to the tick thread, as the next
  private @Nullable Instant closingSince;

  EventStream(HttpServerExchange exchange, MessageCodec codec, Heartbeat heartbeat, Instant now) {
    this.exchange = exchange;
    this.codec = codec;
    this.heartbeat = heartbeat;
    this.keptAliveAt = now;
  }

  /** Attaches this link to the peer's seat, until the exchange is complete. */
  void attach(HttpRequests requests, Credentials.Reader reader, @Nullable Long after) {
    try {
      Attachment attached =
          requests.listen(
              reader.caller(),
              RequestAccount.of(exchange).client(),
              this,
              codec,
              after,
              reader.ticketSeat(),
              refusal -> IoThread.execute(exchange, () -> begin(refusal)));
      attachment = attached;
      exchange.addExchangeCompleteListener((_, next) -> {
        attached.closed();
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
      watchForEnd();
      keepAlive();
      waiting.forEach(Runnable::run);
      waiting.clear();
    }
  }

  /** Detects the end of the connection: after its request, the client sends nothing else. */
  private void watchForEnd() {
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

  /** Sends a message, not a comment: pages do not see comments, and want to detect lost servers. */
  private void keepAlive() {
    if (writer != null) {
      writer.writeIfIdle(codec.encode(new Notice.Pong()));
    }
  }

  @Override
  public void flushSoon(Runnable flush) {
    IoThread.execute(
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
      abort(); // the client does not read: it would not receive the end of the stream
    } else if (writer != null) {
      closing = true;
      if (code == CloseCode.REPLACED) {
        writer.write(
            List.of(codec.encode(REPLACED)),
            () -> {}); // a client without this reason would reconnect
      }
      writer.end();
    }
  }

  /** Closes the stream of a client that may be lost, and keeps that of others alive in proxies. */
  @Override
  public void tick(Instant now, Instant lastReceivedAt) {
    Attachment current = attachment;
    if (closing) {
      closingSince = closingSince == null ? now : closingSince;
      if (now.isAfter(closingSince.plus(Heartbeat.CLOSE_TIMEOUT))) {
        abort();
      }
    } else if (current != null && now.isAfter(lastReceivedAt.plus(heartbeat.timeout()))) {
      current.detachAndClose();
    } else if (now.isAfter(keptAliveAt.plus(heartbeat.interval()))) {
      keptAliveAt = now;
      IoThread.execute(exchange, this::keepAlive);
    }
  }

  private void abort() {
    RequestAccount.of(exchange).connection().abort();
  }
}
