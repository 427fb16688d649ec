package dev.parley.server.http;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.session.Link;
import dev.parley.signaling.session.Listening;
import dev.parley.signaling.wire.Dialect;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * The way to one client over a stream of server-sent events.
 *
 * <p>Such a client cannot answer a ping on it. One that has posted nothing for the heartbeat's
 * time-out has its stream ended, which a browser opens again by itself, and a lost one does not.
 */
final class EventStream implements Link {
  private static final Notice.Error REPLACED =
      new Notice.Error(ErrorCode.REPLACED, "This peer listens elsewhere now.", Request.NO_ID);

  private final HttpServerExchange exchange;
  private final Dialect dialect;
  private final Heartbeat heartbeat;
  private @Nullable StreamWriter writer; // belongs to the exchange's I/O thread
  private Instant heardAt; // this and the next belong to the tick
  private Instant shownAt;
  private @Nullable Instant closingSince;
  private volatile boolean closing;

  EventStream(HttpServerExchange exchange, Dialect dialect, Heartbeat heartbeat, Instant now) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.heartbeat = heartbeat;
    this.heardAt = now;
    this.shownAt = now;
  }

  /** Begins the response; whatever was sent before goes out after this. */
  void open() {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
    exchange.getResponseHeaders().put(new HttpString("X-Accel-Buffering"), "no"); // nginx
    exchange.setPersistent(false);
    writer = new StreamWriter(exchange);
    showLife(writer);
  }

  /** By a message, since pages do not get to see comments. */
  private void showLife(StreamWriter open) {
    open.fill(dialect.encode(new Notice.Pong()));
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    int length = messages.stream().mapToInt(message -> message.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length);
    messages.forEach(all::put);
    onIoThread(open -> open.write(all.flip(), sent));
  }

  @Override
  public void close(CloseCode code) {
    if (code == CloseCode.TIMEOUT) {
      cut(); // it does not read: an end would not reach it
    } else {
      closing = true;
      onIoThread(open -> {
        if (code == CloseCode.REPLACED) {
          open.write(ByteBuffer.wrap(dialect.encode(REPLACED)), () -> {}); // or it would come again
        }
        open.end();
      });
    }
  }

  /** The client has posted something at that time. */
  void heard(Instant at) {
    heardAt = at.isAfter(heardAt) ? at : heardAt;
  }

  /** Keeps proxies from ending a silent stream, and ends that of a client that may be gone. */
  void tick(Instant now, Listening listening) {
    if (closing) {
      closingSince = closingSince == null ? now : closingSince;
      if (now.isAfter(closingSince.plus(Heartbeat.CLOSE_PATIENCE))) {
        cut();
      }
    } else if (now.isAfter(heardAt.plus(heartbeat.timeout()))) {
      listening.end();
    } else if (now.isAfter(shownAt.plus(heartbeat.interval()))) {
      shownAt = now;
      onIoThread(this::showLife);
    }
  }

  private void cut() {
    IoUtils.safeClose(exchange.getConnection());
  }

  private interface Act {
    void on(StreamWriter open);
  }

  private void onIoThread(Act act) {
    exchange
        .getIoThread()
        .execute(() -> {
          StreamWriter open = writer;
          if (open != null) {
            act.on(open);
          }
        });
  }
}
