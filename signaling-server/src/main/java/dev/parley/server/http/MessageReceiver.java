package dev.parley.server.http;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.session.Session;
import dev.parley.websocket.Receiver;

/** What comes over one WebSocket: text goes to the session, all else is answered here. */
final class MessageReceiver implements Receiver {
  private final Session session;
  private final WebSocketLink link;
  private final Runnable gone;

  MessageReceiver(Session session, WebSocketLink link, Runnable gone) {
    this.session = session;
    this.link = link;
    this.gone = gone;
  }

  @Override
  public void text(byte[] bytes, int offset, int length) {
    session.receive(bytes, offset, offset + length);
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    session.reject(CloseCode.UNSUPPORTED_DATA);
  }

  @Override
  public void heard() {
    link.heard();
  }

  @Override
  public void closed(int code) {
    gone.run();
    session.closed();
  }
}
