package dev.parley.server.http;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.session.Link;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** The way to one client over a WebSocket, watched for whether the client is still there. */
final class WebSocketLink implements Link {
  private static final WebSocketCallback<Runnable> SENT = new Sent();

  private final WebSocketChannel channel;
  private final Heartbeat heartbeat;
  private final InstantSource clock;
  private volatile Instant heardAt;
  private volatile @Nullable Instant closedAt;
  private @Nullable Instant pingedAt; // only touched by tick

  WebSocketLink(WebSocketChannel channel, Heartbeat heartbeat, InstantSource clock) {
    this.channel = channel;
    this.heartbeat = heartbeat;
    this.clock = clock;
    this.heardAt = clock.instant();
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    int last = messages.size() - 1;
    for (byte[] message : messages.subList(0, last)) {
      WebSockets.sendText(ByteBuffer.wrap(message), channel, null);
    }
    WebSockets.sendText(ByteBuffer.wrap(messages.get(last)), channel, SENT, sent);
  }

  @Override
  public void close(CloseCode code) {
    closedAt = clock.instant();
    WebSockets.sendClose(code.number(), null, channel, null);
  }

  /** The client has given a sign of life. */
  void heard() {
    heardAt = clock.instant();
  }

  /** Pings a client that is silent, and cuts one that has been for too long, or does not close. */
  void tick(Instant now) {
    Instant closed = closedAt;
    boolean overdue = closed != null && now.isAfter(closed.plus(Heartbeat.CLOSE_PATIENCE));
    if (overdue || now.isAfter(heardAt.plus(heartbeat.timeout()))) {
      IoUtils.safeClose(channel);
    } else if (closed == null && isSilent(now)) {
      pingedAt = now;
      WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
    }
  }

  private boolean isSilent(Instant now) {
    Instant pinged = pingedAt;
    Instant last = pinged == null || heardAt.isAfter(pinged) ? heardAt : pinged;
    return !now.isBefore(last.plus(heartbeat.interval()));
  }

  /** Goes on once a message is written; a connection that cannot be written to has ended. */
  private static final class Sent implements WebSocketCallback<Runnable> {

    @Override
    public void complete(WebSocketChannel channel, Runnable sent) {
      sent.run();
    }

    @Override
    public void onError(WebSocketChannel channel, Runnable sent, Throwable throwable) {
      IoUtils.safeClose(channel);
    }
  }
}
