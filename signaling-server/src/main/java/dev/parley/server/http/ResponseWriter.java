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
 * Writes a response as the arrays that it is made of, as fast as the client takes them. Belongs to
 * the exchange's I/O thread.
 *
 * <p>A client that takes nothing is cut by the {@link ConnectionGate}.
 */
public final class ResponseWriter implements ChannelListener<StreamSinkChannel> {
  /** So many arrays are written by one call. */
  private static final int GATHERED = 64;

  private final HttpServerExchange exchange;
  private final StreamSinkChannel channel;
  private final Queue<Batch> batches = new ArrayDeque<>();
  private boolean ending;

  private ResponseWriter(HttpServerExchange exchange, StreamSinkChannel channel) {
    this.exchange = exchange;
    this.channel = channel;
    channel.getWriteSetter().set(this);
  }

  /** Begins a response, or returns null if it has begun already, or nobody waits for it. */
  public static @Nullable ResponseWriter open(HttpServerExchange exchange) {
    StreamSinkChannel channel = exchange.isComplete() ? null : exchange.getResponseChannel();
    return channel == null ? null : new ResponseWriter(exchange, channel);
  }

  /** A whole response, which its client address is charged for until it has left. */
  public static void send(HttpServerExchange exchange, byte[] body) {
    RequestAccount.of(exchange).takeUnsent(body.length);
    send(exchange, List.of(body), () -> {});
  }

  /**
   * A whole response that others account for, or that all responses share.
   *
   * @param sent is run when the socket has taken all of it; never if the connection ends earlier
   */
  public static void send(HttpServerExchange exchange, List<byte[]> body, Runnable sent) {
    if (exchange.isResponseStarted()) {
      return;
    }
    if (!exchange.isRequestComplete()) {
      exchange.setPersistent(false); // what is still coming cannot be told from the next request
    }
    exchange.setResponseContentLength(body.stream().mapToLong(piece -> piece.length).sum());
    ResponseWriter writer = open(exchange);
    if (writer != null) {
      writer.write(body, sent);
      writer.end();
    }
  }

  /** A response that has no body. */
  public static void sendNothing(HttpServerExchange exchange, int status) {
    exchange.setStatusCode(status);
    if (exchange.isRequestComplete()) {
      exchange.endExchange();
    } else {
      send(exchange, List.of(), () -> {});
    }
  }

  /** Writes what nobody needs to hear unless nothing else is on its way. */
  public void fill(byte[] silence) {
    if (batches.isEmpty()) {
      write(List.of(silence), () -> {});
    }
  }

  public void write(List<byte[]> pieces, Runnable written) {
    batches.add(new Batch(pieces, written));
    if (batches.size() == 1) {
      handleEvent(channel);
    }
  }

  /** The response ends, after what was written before. */
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

  /** The client is still sending: it is to read the answer before the connection is closed. */
  private void endBeforeRequest() throws IOException {
    channel.shutdownWrites();
    if (channel.flush()) {
      channel.suspendWrites();
      RequestAccount.of(exchange).connection().endResponses();
      RequestBody.discard(exchange);
    } else {
      channel.resumeWrites();
    }
  }

  /** What is written together. */
  private final class Batch {
    private final List<byte[]> pieces;
    private final Runnable written;
    private int first;
    private int offset; // within the first piece that has not left

    Batch(List<byte[]> pieces, Runnable written) {
      this.pieces = pieces;
      this.written = written;
    }

    /** Returns whether all of it has been taken. */
    boolean write() throws IOException {
      while (first < pieces.size()) {
        ByteBuffer[] next = next();
        long taken = channel.write(next, 0, next.length);
        pass(taken);
        if (taken == 0 && first < pieces.size()) {
          return false;
        }
      }
      return true;
    }

    private ByteBuffer[] next() {
      ByteBuffer[] next = new ByteBuffer[Math.min(pieces.size() - first, GATHERED)];
      for (int i = 0; i < next.length; i++) {
        byte[] piece = pieces.get(first + i);
        int from = i == 0 ? offset : 0;
        next[i] = ByteBuffer.wrap(piece, from, piece.length - from);
      }
      return next;
    }

    private void pass(long taken) {
      long left = taken;
      while (first < pieces.size() && left >= pieces.get(first).length - offset) {
        left -= pieces.get(first).length - offset;
        first++;
        offset = 0;
      }
      offset += (int) left;
    }
  }
}
