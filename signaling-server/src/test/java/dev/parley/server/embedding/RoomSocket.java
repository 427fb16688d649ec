package dev.parley.server.embedding;

import com.google.common.collect.MapMaker;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.SignalingBuilder;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.participant.Participant;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import io.undertow.server.HttpHandler;
import io.undertow.util.PathTemplateMatch;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/** The connection of one client, on Undertow's own WebSockets. */
final class RoomSocket extends AbstractReceiveListener implements Link {
  private final WebSocketChannel channel;
  private final int messageBytes;
  private final Participant participant;
  private Instant pingedAt = Instant.MIN;

  /** Opens WebSockets at a path template with the parameter {@code room}. */
  static HttpHandler handler(Signaling signaling) {
    // One account for each address, as long as a connection uses it.
    Map<String, ClientAccount> clients = new MapMaker().weakValues().makeMap();
    return new WebSocketProtocolHandshakeHandler(
        List.of(new Hybi13Handshake(Set.of("signaling.v1"), false)),
        (WebSocketHttpExchange exchange, WebSocketChannel channel) -> {
          var path = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY).getParameters();
          String address = channel.getSourceAddress().getAddress().getHostAddress();
          ClientAccount client = clients.computeIfAbsent(address, signaling::account);
          try {
            var _ =
                new RoomSocket(
                    signaling, new RoomName(path.getOrDefault("room", "")), client, channel);
          } catch (ProtocolException e) {
            close(channel, CloseCode.BAD_MESSAGE); // not a valid room name
          }
        });
  }

  private RoomSocket(
      Signaling signaling, RoomName room, ClientAccount client, WebSocketChannel channel) {
    this.channel = channel;
    this.messageBytes = signaling.limits().messageBytes();
    this.participant = signaling.connect(room, client, this);
    channel.addCloseTask(_ -> participant.closed());
    channel.getReceiveSetter().set(this);
    channel.resumeReceives();
  }

  @Override
  public void handleEvent(WebSocketChannel channel) {
    participant.markAlive();
    super.handleEvent(channel);
  }

  @Override
  protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
    participant.receive(message.getData());
  }

  @Override
  protected long getMaxTextBufferSize() {
    return messageBytes;
  }

  @Override
  protected void onBinary(WebSocketChannel channel, StreamSourceFrameChannel frame)
      throws IOException {
    participant.reject(CloseCode.UNSUPPORTED_DATA);
    frame.close(); // unread
  }

  /** The page of the client has ended. Undertow reports a lost connection by the same code. */
  @Override
  protected void onCloseMessage(CloseMessage message, WebSocketChannel channel) {
    if (message.getCode() == CloseMessage.GOING_AWAY && channel.isCloseInitiatedByRemotePeer()) {
      participant.goingAway();
    }
  }

  @Override
  public void send(List<byte[]> messages, Runnable sent) {
    for (byte[] message : messages.subList(0, messages.size() - 1)) {
      WebSockets.sendText(ByteBuffer.wrap(message), channel, null);
    }
    WebSockets.sendText(ByteBuffer.wrap(messages.getLast()), channel, new Sending(sent));
  }

  private record Sending(Runnable sent) implements WebSocketCallback<Void> {

    @Override
    public void complete(WebSocketChannel channel, Void context) {
      sent.run();
    }

    @Override
    public void onError(WebSocketChannel channel, Void context, Throwable cause) {
      IoUtils.safeClose(channel);
    }
  }

  @Override
  public void close(CloseCode code) {
    close(channel, code);
  }

  /** A client that does not answer the close frame is disconnected after five seconds. */
  private static void close(WebSocketChannel channel, CloseCode code) {
    WebSockets.sendClose(code.number(), "", channel, null);
    var _ =
        channel.getIoThread().executeAfter(() -> IoUtils.safeClose(channel), 5, TimeUnit.SECONDS);
  }

  @Override
  public void pause() {
    channel.suspendReceives();
  }

  @Override
  public void resume() {
    channel.resumeReceives();
  }

  @Override
  public void tick(Instant now, Instant heardAt) {
    if (now.isAfter(heardAt.plus(SignalingBuilder.HEARTBEAT_TIMEOUT))) {
      IoUtils.safeClose(channel);
    } else if (now.isAfter(heardAt.plusSeconds(20)) && now.isAfter(pingedAt.plusSeconds(20))) {
      pingedAt = now;
      WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
    }
  }
}
