package dev.parley.server.http;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads the body of a request without blocking. Its bytes are charged to the client address as they
 * arrive, not as they are announced: Undertow's receiver would allocate the announced length.
 *
 * <p>Confined to the exchange's I/O thread.
 */
public final class RequestBody implements ChannelListener<StreamSourceChannel> {
  private static final byte[] NOTHING = {};
  private static final int CHARACTERS = 1_024;

  // Bytes that are not content: the framing of a body in chunks of one byte each, and trailers.
  private static final int MAX_FRAMING_PER_BYTE = 16;
  private static final int MAX_TRAILERS = 16 * 1_024;

  // The rest of a refused request is read and discarded up to these limits.
  private static final long MAX_DISCARDED = 1 << 20;
  private static final Duration DISCARD_TIMEOUT = Duration.ofSeconds(2);

  private final HttpServerExchange exchange;
  private final RequestAccount account;
  private final StreamSourceChannel channel;
  private final int maxBytes;
  private final Consumer consumer;
  private byte[] bytes = NOTHING;
  private int size;

  /** Receives the complete body. */
  public interface Consumer {
    /**
     * Called once.
     *
     * @param bytes valid UTF-8; the array is valid during the call only
     * @param length the number of bytes that belong to the body
     * @throws ProtocolException to refuse the request
     */
    void accept(HttpServerExchange exchange, byte[] bytes, int length);
  }

  private RequestBody(HttpServerExchange exchange, int maxBytes, Consumer consumer) {
    this.exchange = exchange;
    this.account = RequestAccount.of(exchange);
    this.channel = account.body();
    this.maxBytes = maxBytes;
    this.consumer = consumer;
  }

  /**
   * Reads the body of an admitted request.
   *
   * @throws ProtocolException if the announced length exceeds the maximum
   */
  public static void read(HttpServerExchange exchange, int maxBytes, Consumer consumer) {
    if (exchange.getRequestContentLength() > maxBytes) {
      throw tooLarge(maxBytes);
    }
    RequestAccount.of(exchange)
        .connection()
        .limitRequest(
            HttpConnection.MAX_HEAD_BYTES + MAX_TRAILERS + (long) MAX_FRAMING_PER_BYTE * maxBytes);
    // Dispatched, or Undertow would end the exchange when this handler returns.
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () -> {
          if (HttpContinue.requiresContinueResponse(exchange)) {
            HttpContinue.sendContinueResponse(exchange, new Continued(maxBytes, consumer));
          } else {
            new RequestBody(exchange, maxBytes, consumer).run();
          }
        });
  }

  private static ProtocolException tooLarge(int maxBytes) {
    return new ProtocolException(
        ErrorCode.TOO_LARGE, "A body may have at most " + maxBytes + " bytes: send less at once.");
  }

  private void run() {
    handleEvent(channel);
  }

  @Override
  public void handleEvent(StreamSourceChannel ready) {
    try {
      if (!readAvailable()) {
        channel.getReadSetter().set(this);
        channel.resumeReads();
        return;
      }
      channel.suspendReads();
      account.connection().markBusy();
      checkUtf8();
      consumer.accept(exchange, bytes, size);
    } catch (ProtocolException e) {
      channel.suspendReads();
      Problem.answer(exchange, e);
    } catch (RuntimeException e) {
      channel.suspendReads();
      Problem.answerDefect(exchange, e);
    } catch (IOException e) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  /** Reads the bytes that have arrived, and returns whether the body is complete. */
  private boolean readAvailable() throws IOException {
    try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      ByteBuffer buffer = pooled.getBuffer();
      int length = channel.read(buffer.clear());
      while (length > 0) {
        keep(buffer.flip());
        length = channel.read(buffer.clear());
      }
      return length < 0;
    }
  }

  private void keep(ByteBuffer next) {
    int length = next.remaining();
    if (length > maxBytes - size) {
      throw tooLarge(maxBytes);
    }
    int needed = size + length;
    if (needed > bytes.length) {
      grow(Math.max(needed, (int) Math.min(2L * bytes.length, maxLength())));
    }
    next.get(bytes, size, length);
    size = needed;
  }

  /** The announced length, or the maximum for a chunked body. */
  private long maxLength() {
    long announced = exchange.getRequestContentLength();
    return announced < 0 ? maxBytes : announced;
  }

  private void grow(int capacity) {
    if (!account.tryTakeIncoming(capacity)) {
      throw RequestGate.budgetExceeded();
    }
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, capacity);
    account.releaseIncoming(before);
  }

  /** Decodes into a small buffer that is discarded: the message stays bytes. */
  private void checkUtf8() {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer characters = CharBuffer.allocate(Math.min(CHARACTERS, size + 1));
    ByteBuffer whole = ByteBuffer.wrap(bytes, 0, size);
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      result = decoder.decode(whole, characters.clear(), true);
    }
    if (result.isError()) {
      throw new ProtocolException(ErrorCode.BAD_MESSAGE, "The message is not UTF-8.");
    }
  }

  /**
   * Reads and discards the rest of a request whose response has been sent. Closing the connection
   * at once would reset it, and a client that is still sending would lose the response.
   */
  static void discard(HttpServerExchange exchange) {
    RequestAccount account = RequestAccount.of(exchange);
    account.expectBodyWithin(DISCARD_TIMEOUT);
    account.connection().limitRequest(account.connection().headBytes() + MAX_DISCARDED);
    StreamSourceChannel channel = account.body();
    channel.getReadSetter().set(_ -> discard(exchange, channel));
    discard(exchange, channel);
  }

  private static void discard(HttpServerExchange exchange, StreamSourceChannel channel) {
    try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      int length = channel.read(pooled.getBuffer().clear());
      while (length > 0) {
        length = channel.read(pooled.getBuffer().clear());
      }
      if (length == 0) {
        channel.resumeReads();
      } else {
        channel.suspendReads();
        exchange.endExchange();
      }
    } catch (IOException e) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  /** Reads the body after "100 Continue" has been sent. */
  private record Continued(int maxBytes, Consumer consumer) implements IoCallback {
    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
      new RequestBody(exchange, maxBytes, consumer).run();
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException failure) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }
}
