package dev.parley.server.http;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * Writes a response from byte arrays without copying or blocking: they are often shared by many
 * responses. Continues when the socket accepts more; {@link ConnectionGate} closes the connection
 * of a client that does not read.
 *
 * <p>Confined to the exchange's I/O thread.
 */
public final class ResponseWriter implements ChannelListener<StreamSinkChannel> {
  /** The number of arrays per gathering write. */
  private static final int MAX_GATHERED = 64;

  private final HttpServerExchange exchange;
  private final StreamSinkChannel channel;
  private final Queue<Batch> batches = new ArrayDeque<>();
  private boolean ending;

  private ResponseWriter(HttpServerExchange exchange, StreamSinkChannel channel) {
    this.exchange = exchange;
    this.channel = channel;
    channel.getWriteSetter().set(this);
  }

  /** Starts a response; null if it has been started already, or the exchange is complete. */
  public static @Nullable ResponseWriter open(HttpServerExchange exchange) {
    StreamSinkChannel channel = exchange.isComplete() ? null : exchange.getResponseChannel();
    return channel == null ? null : new ResponseWriter(exchange, channel);
  }

  /** Sends a complete response, which is charged to the client address until it is written. */
  public static void send(HttpServerExchange exchange, byte[] body) {
    RequestAccount.of(exchange).takeUnsent(body.length);
    send(exchange, List.of(body), () -> {});
  }

  /**
   * Sends a complete response that is not charged: its bytes are charged elsewhere, or shared.
   *
   * @param sent runs when the socket has accepted all bytes; never if the connection closes earlier
   */
  public static void send(HttpServerExchange exchange, List<byte[]> body, Runnable sent) {
    if (exchange.isResponseStarted()) {
      return;
    }
    if (!exchange.isRequestComplete()) {
      exchange.setPersistent(false); // the rest of this request would be parsed as the next one
    }
    exchange.setResponseContentLength(body.stream().mapToLong(piece -> piece.length).sum());
    ResponseWriter writer = open(exchange);
    if (writer != null) {
      writer.write(body, sent);
      writer.end();
    }
  }

  /** Sends a response without a body. */
  public static void sendNothing(HttpServerExchange exchange, int status) {
    exchange.setStatusCode(status);
    if (exchange.isRequestComplete()) {
      exchange.endExchange();
    } else {
      send(exchange, List.of(), () -> {});
    }
  }

  /** Writes these bytes if nothing else is being written: they only keep the connection alive. */
  public void writeIfIdle(byte[] bytes) {
    if (batches.isEmpty()) {
      write(List.of(bytes), () -> {});
    }
  }

  /**
   * Writes after everything that was written before.
   *
   * @param written runs when the socket has accepted these bytes
   */
  public void write(List<byte[]> pieces, Runnable written) {
    batches.add(new Batch(pieces, written));
    if (batches.size() == 1) {
      handleEvent(channel);
    }
  }

  /** Ends the response after everything that was written before. */
  public void end() {
    ending = true;
    if (batches.isEmpty()) {
      handleEvent(channel);
    }
  }

  @Override
  public void handleEvent(StreamSinkChannel ready) {
    try {
      for (Batch batch = batches.peek(); batch != null; batch = batches.peek()) {
        if (!batch.write() || !channel.flush()) {
          channel.resumeWrites();
          return;
        }
        batches.remove();
        batch.written.run();
      }
      if (!ending) {
        channel.suspendWrites();
      } else if (exchange.isRequestComplete()) {
        exchange.endExchange();
      } else {
        endBeforeRequest();
      }
    } catch (IOException e) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  /** Ends the response to a request that is still arriving, so that the client can read it. */
  private void endBeforeRequest() throws IOException {
    channel.shutdownWrites();
    if (channel.flush()) {
      channel.suspendWrites();
      RequestAccount.of(exchange).connection().closeSendingSide();
      RequestBody.discard(exchange);
    } else {
      channel.resumeWrites();
    }
  }

  /** The arrays of one call of {@link #write}. */
  private final class Batch {
    private final List<byte[]> pieces;
    private final Runnable written;
    private int first;
    private int offset; // within the first array that is not written yet

    Batch(List<byte[]> pieces, Runnable written) {
      this.pieces = pieces;
      this.written = written;
    }

    /** Writes as much as the socket accepts, and returns whether that is all. */
    boolean write() throws IOException {
      while (first < pieces.size()) {
        ByteBuffer[] next = next();
        long count = channel.write(next, 0, next.length);
        skip(count);
        if (count == 0 && first < pieces.size()) {
          return false;
        }
      }
      return true;
    }

    private ByteBuffer[] next() {
      ByteBuffer[] next = new ByteBuffer[Math.min(pieces.size() - first, MAX_GATHERED)];
      for (int i = 0; i < next.length; i++) {
        byte[] piece = pieces.get(first + i);
        int from = i == 0 ? offset : 0;
        next[i] = ByteBuffer.wrap(piece, from, piece.length - from);
      }
      return next;
    }

    /** Advances past bytes that are written. */
    private void skip(long count) {
      long left = count;
      while (first < pieces.size() && left >= pieces.get(first).length - offset) {
        left -= pieces.get(first).length - offset;
        first++;
        offset = 0;
      }
      offset += (int) left;
    }
  }
}
