package dev.parley.server.transport.websocket;

import dev.parley.server.http.Heartbeat;
import dev.parley.server.http.StallDetector;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.websocket.WebSocket;
import java.time.Instant;
import java.util.List;

/**
 * The link to one client over a WebSocket. Detects lost clients by pings, by the progress of what
 * is sent to them, and by that of messages that arrive in part.
 *
 * <p>Any thread may call it: everything that touches the socket becomes a task for its I/O thread.
 */
final class WebSocketLink implements Link {
  private final WebSocket socket;
  private final ClientAccount client;
  private final Heartbeat heartbeat;
  private Instant pingedAt = Instant.MIN; // confined to the tick thread, as the next two
  private final StallDetector sending = new StallDetector();
  private final StallDetector receiving = new StallDetector();

  WebSocketLink(WebSocket socket, ClientAccount client, Heartbeat heartbeat) {
    this.socket = socket;
    this.client = client;
    this.heartbeat = heartbeat;
  }

  @Override
  public void flushSoon(Runnable flush) {
    socket.runLater(flush);
  }

  @Override
  public void flushNow(Runnable flush) {
    socket.runOnIoThread(flush);
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    socket.send(messages, sent);
  }

  @Override
  public void close(CloseCode code) {
    socket.close(code.number());
  }

  /** A task, like {@link #resume}, so that calls of several threads keep their order. */
  @Override
  public void pause() {
    socket.runLater(socket::pause);
  }

  @Override
  public void resume() {
    socket.runLater(socket::resume);
  }

  /**
   * Pings a client that is silent, and closes the connection of a client that is silent for too
   * long, does not read, or does not complete a message. Pongs do not count for the last two.
   */
  @Override
  public void tick(Instant now, Instant lastReceivedAt) {
    if (now.isAfter(lastReceivedAt.plus(heartbeat.timeout()))
        || receiving.isStalled(socket.incompleteMessage(), now, heartbeat.timeout())
        || sending.isStalled(socket.stalledAt(), now, heartbeat.stallTimeout(client))) {
      socket.runLater(socket::abort);
    } else if (isSilent(now, lastReceivedAt)) { // the socket ignores a ping while it is closing
      pingedAt = now;
      socket.runLater(socket::ping);
    }
  }

  private boolean isSilent(Instant now, Instant lastReceivedAt) {
    Instant last = lastReceivedAt.isAfter(pingedAt) ? lastReceivedAt : pingedAt;
    return !now.isBefore(last.plus(heartbeat.interval()));
  }
}
