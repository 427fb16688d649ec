package dev.parley.server.http;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.session.Session;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import java.io.IOException;

/** What comes over one WebSocket: text goes to the session, all else is answered here. */
final class MessageReceiver extends AbstractReceiveListener {
  private final Session session;
  private final WebSocketLink link;
  private final long maxBytes;

  MessageReceiver(Session session, WebSocketLink link, long maxBytes) {
    this.session = session;
    this.link = link;
    this.maxBytes = maxBytes;
  }

  @Override
  protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
    link.heard();
    session.receive(message.getData());
  }

  @Override
  protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
    message.getData().free();
    session.reject(CloseCode.UNSUPPORTED_DATA);
  }

  @Override
  protected void onFullPingMessage(WebSocketChannel channel, BufferedBinaryMessage message)
      throws IOException {
    link.heard();
    super.onFullPingMessage(channel, message); // answers with the pong
  }

  @Override
  protected void onFullPongMessage(WebSocketChannel channel, BufferedBinaryMessage message)
      throws IOException {
    link.heard();
    super.onFullPongMessage(channel, message);
  }

  @Override
  protected long getMaxTextBufferSize() {
    return maxBytes;
  }

  @Override
  protected long getMaxBinaryBufferSize() {
    return maxBytes;
  }
}
