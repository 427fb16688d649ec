package dev.parley.server.transport.websocket;

import dev.parley.server.http.Heartbeat;
import dev.parley.server.http.StallDetector;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.websocket.WebSocket;
import java.time.Instant;
import java.util.List;

/** The way to one client over a WebSocket, watched for whether the client is still there. */
final class WebSocketLink implements Link {
  private final WebSocket socket;
  private final ClientAccount client;
  private final Heartbeat heartbeat;
  private Instant pingedAt = Instant.MIN; // this and the next two belong to the tick
  private final StallDetector stall = new StallDetector();
  private final StallDetector parts = new StallDetector();

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

  /** Both in the order in which they are called, by whichever thread. */
  @Override
  public void pause() {
    socket.runLater(socket::pause);
  }

  @Override
  public void resume() {
    socket.runLater(socket::resume);
  }

  /**
   * Pings a client that is idle, and cuts one that has been for too long, or that takes nothing of
   * what waits for it, or does not send the rest of a message: a pong alone does not count.
   */
  @Override
  public void tick(Instant now, Instant heardAt) {
    if (now.isAfter(heardAt.plus(heartbeat.timeout()))
        || parts.isStalled(socket.incompleteMessage(), now, heartbeat.timeout())
        || stall.isStalled(socket.stalledAt(), now, heartbeat.patience(client))) {
      socket.runLater(socket::abort);
    } else if (isSilent(now, heardAt)) { // one that is closing says nothing more
      pingedAt = now;
      socket.runLater(socket::ping);
    }
  }

  private boolean isSilent(Instant now, Instant heardAt) {
    Instant last = heardAt.isAfter(pingedAt) ? heardAt : pingedAt;
    return !now.isBefore(last.plus(heartbeat.interval()));
  }
}
