package dev.parley.server.http;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.session.Link;
import dev.parley.signaling.session.Listening;
import dev.parley.signaling.wire.Dialect;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

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
  private @Nullable ResponseWriter writer; // belongs to the exchange's I/O thread
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
    ResponseWriter open = ResponseWriter.open(exchange);
    if (open != null) {
      writer = open;
      watch();
      showLife(open);
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
  private void showLife(ResponseWriter open) {
    open.fill(dialect.encode(new Notice.Pong()));
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    onIoThread(open -> open.write(messages, sent));
  }

  @Override
  public void close(CloseCode code) {
    if (code == CloseCode.TIMEOUT) {
      cut(); // it does not read: an end would not reach it
    } else {
      closing = true;
      onIoThread(open -> {
        if (code == CloseCode.REPLACED) {
          open.write(List.of(dialect.encode(REPLACED)), () -> {}); // or it would come again
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
    RequestAccount.of(exchange).connection().cut();
  }

  private interface Act {
    void on(ResponseWriter open);
  }

  private void onIoThread(Act act) {
    exchange
        .getIoThread()
        .execute(() -> {
          ResponseWriter open = writer;
          if (open != null) {
            act.on(open);
          }
        });
  }
}
