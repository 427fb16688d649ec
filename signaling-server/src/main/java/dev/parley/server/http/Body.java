package dev.parley.server.http;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Reads the text of a request, up to a bound of bytes and of time, without a thread that waits for
 * it.
 */
final class Body {
  private final int maxBytes;
  private final BiConsumer<HttpServerExchange, String> next;

  private Body(int maxBytes, BiConsumer<HttpServerExchange, String> next) {
    this.maxBytes = maxBytes;
    this.next = next;
  }

  static HttpHandler of(
      int maxBytes, Duration patience, BiConsumer<HttpServerExchange, String> next) {
    Body body = new Body(maxBytes, next);
    return exchange -> body.read(exchange, patience);
  }

  private void read(HttpServerExchange exchange, Duration patience) {
    XnioExecutor.Key tooLate =
        exchange
            .getIoThread()
            .executeAfter(
                () -> IoUtils.safeClose(exchange.getConnection()),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    Receiver receiver = exchange.getRequestReceiver();
    receiver.setMaxBufferSize(maxBytes);
    receiver.receiveFullBytes(
        (reading, bytes) -> {
          tooLate.remove();
          take(reading, bytes);
        },
        (reading, failure) -> {
          tooLate.remove();
          fail(reading, failure);
        });
  }

  private void take(HttpServerExchange exchange, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      next.accept(exchange, text);
    } catch (CharacterCodingException e) {
      Problem.answer(
          exchange, new ProtocolException(ErrorCode.BAD_MESSAGE, "The message is not UTF-8."));
    } catch (ProtocolException e) {
      Problem.answer(exchange, e);
    }
  }

  private void fail(HttpServerExchange exchange, IOException failure) {
    boolean tooLarge =
        failure instanceof Receiver.RequestToLargeException
            || failure instanceof RequestTooBigException;
    if (tooLarge) {
      Problem.answer(
          exchange,
          new ProtocolException(
              ErrorCode.TOO_LARGE, "At most " + maxBytes + " bytes are taken at once: send less."));
    } else {
      // The network's fault, perhaps: no code of the protocol, which would tell the client to stop.
      exchange.setStatusCode(StatusCodes.BAD_REQUEST).endExchange();
    }
  }
}
