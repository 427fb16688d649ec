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
 * Reads the body of a request, which is charged to its client address as it comes, not as it is
 * announced. Belongs to the exchange's I/O thread.
 */
public final class RequestBody implements ChannelListener<StreamSourceChannel> {
  private static final byte[] NOTHING = {};
  private static final int CHARACTERS = 1_024;

  /** What frames a body that comes in chunks of one byte, and what may stand behind it. */
  private static final int MOST_FRAMING = 16;

  private static final int MOST_TRAILERS = 16 * 1_024;

  /** How much and how long is read of a request that has been refused. */
  private static final long MOST_DISCARDED = 1 << 20;

  private static final Duration DISCARD = Duration.ofSeconds(2);

  private final HttpServerExchange exchange;
  private final RequestAccount account;
  private final StreamSourceChannel channel;
  private final int maxBytes;
  private final Taker taker;
  private byte[] bytes = NOTHING;
  private int size;

  /** Takes a body that has come whole. */
  public interface Taker {
    /**
     * The array is valid during the call only.
     *
     * @param bytes the body's, as UTF-8
     * @throws ProtocolException for what it is answered with
     */
    void take(HttpServerExchange exchange, byte[] bytes, int length);
  }

  private RequestBody(HttpServerExchange exchange, int maxBytes, Taker taker) {
    this.exchange = exchange;
    this.account = RequestAccount.of(exchange);
    this.channel = account.body();
    this.maxBytes = maxBytes;
    this.taker = taker;
  }

  /**
   * Reads the body of a request that has been admitted.
   *
   * @throws ProtocolException if it is announced to be too long
   */
  public static void read(HttpServerExchange exchange, int maxBytes, Taker taker) {
    if (exchange.getRequestContentLength() > maxBytes) {
      throw tooLarge(maxBytes);
    }
    RequestAccount.of(exchange)
        .connection()
        .boundRequest(
            HttpConnection.MAX_HEAD_BYTES + MOST_TRAILERS + (long) MOST_FRAMING * maxBytes);
    // The exchange goes on after this call, and holds no thread meanwhile.
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () -> {
          if (HttpContinue.requiresContinueResponse(exchange)) {
            HttpContinue.sendContinueResponse(exchange, new Continued(maxBytes, taker));
          } else {
            new RequestBody(exchange, maxBytes, taker).run();
          }
        });
  }

  private static ProtocolException tooLarge(int maxBytes) {
    return new ProtocolException(
        ErrorCode.TOO_LARGE, "At most " + maxBytes + " bytes are taken at once: send less.");
  }

  private void run() {
    handleEvent(channel);
  }

  @Override
  public void handleEvent(StreamSourceChannel ready) {
    try {
      if (!readWhatIsThere()) {
        channel.getReadSetter().set(this);
        channel.resumeReads();
        return;
      }
      channel.suspendReads();
      account.connection().leaveIdle();
      checkUtf8();
      taker.take(exchange, bytes, size);
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

  /** Returns whether the body has come whole. */
  private boolean readWhatIsThere() throws IOException {
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
      grow(Math.max(needed, (int) Math.min(2L * bytes.length, most())));
    }
    next.get(bytes, size, length);
    size = needed;
  }

  /** The length of the body as far as it is known. */
  private long most() {
    long announced = exchange.getRequestContentLength();
    return announced < 0 ? maxBytes : announced;
  }

  private void grow(int capacity) {
    if (!account.tryTakeIncoming(capacity)) {
      throw RequestGate.full();
    }
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, capacity);
    account.releaseIncoming(before);
  }

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
   * Reads on for a moment after the answer: a client that still sends would be reset, and might not
   * read it.
   */
  static void discard(HttpServerExchange exchange) {
    RequestAccount account = RequestAccount.of(exchange);
    account.expectBodyWithin(DISCARD);
    account.connection().boundRequest(account.connection().headBytes() + MOST_DISCARDED);
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

  /** The client has been told to go on. */
  private record Continued(int maxBytes, Taker taker) implements IoCallback {
    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
      new RequestBody(exchange, maxBytes, taker).run();
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException failure) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }
}
