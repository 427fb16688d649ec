package dev.parley.server.http;

import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** Writes a response that has no end, piece by piece. Belongs to its I/O thread. */
final class StreamWriter implements ChannelListener<StreamSinkChannel> {
  private final HttpServerExchange exchange;
  private final StreamSinkChannel channel;
  private final Queue<Piece> pieces = new ArrayDeque<>();

  private record Piece(ByteBuffer bytes, Runnable written) {}

  StreamWriter(HttpServerExchange exchange) {
    this.exchange = exchange;
    this.channel = exchange.getResponseChannel();
    channel.getWriteSetter().set(this);
    watch();
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

  /** Writes what nobody needs to hear unless nothing else is on its way. */
  void fill(byte[] silence) {
    if (pieces.isEmpty()) {
      write(ByteBuffer.wrap(silence), () -> {});
    }
  }

  /** The response ends, after what was written before. */
  void end() {
    write(ByteBuffer.allocate(0), exchange::endExchange);
  }

  void write(ByteBuffer bytes, Runnable written) {
    pieces.add(new Piece(bytes, written));
    if (pieces.size() == 1) {
      handleEvent(channel);
    }
  }

  @Override
  public void handleEvent(StreamSinkChannel ready) {
    try {
      Piece piece = pieces.peek();
      while (piece != null) {
        channel.write(piece.bytes);
        if (piece.bytes.hasRemaining() || !channel.flush()) {
          channel.resumeWrites();
          return;
        }
        pieces.remove();
        piece.written.run();
        piece = pieces.peek();
      }
      channel.suspendWrites();
    } catch (IOException e) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }
}
