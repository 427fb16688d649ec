package dev.parley.server.http;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** Reads the text of a request, up to a bound, without a thread that waits for it. */
final class Body {
  private Body() {}

  static HttpHandler of(long maxBytes, BiConsumer<HttpServerExchange, String> next) {
    return exchange -> {
      if (exchange.getRequestContentLength() > maxBytes) {
        throw tooLarge(maxBytes);
      }
      exchange.setMaxEntitySize(maxBytes);
      exchange
          .getRequestReceiver()
          .receiveFullBytes(
              (reading, bytes) -> handle(reading, bytes, next),
              (reading, failure) -> {
                if (failure instanceof RequestTooBigException) {
                  Problem.answer(reading, tooLarge(maxBytes));
                } else {
                  reading.setStatusCode(StatusCodes.BAD_REQUEST).endExchange();
                }
              });
    };
  }

  private static void handle(
      HttpServerExchange exchange, byte[] bytes, BiConsumer<HttpServerExchange, String> next) {
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

  private static ProtocolException tooLarge(long maxBytes) {
    return new ProtocolException(
        ErrorCode.TOO_LARGE, "At most " + maxBytes + " bytes are taken at once: send less.");
  }
}
