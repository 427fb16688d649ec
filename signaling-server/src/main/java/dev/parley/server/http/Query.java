package dev.parley.server.http;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpServerExchange;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a URL says behind its question mark. */
public final class Query {
  private Query() {}

  public static Optional<String> text(HttpServerExchange exchange, String name) {
    return Optional.ofNullable(exchange.getQueryParameters().get(name))
        .map(Deque::getFirst)
        .map(PercentDecoder::ofQuery);
  }

  /** A number, or null if it is not there. */
  public static @Nullable Long number(HttpServerExchange exchange, String name) {
    return text(exchange, name).map(value -> number(name, value)).orElse(null);
  }

  /** The same for a value that stands elsewhere. */
  public static long number(String name, String value) {
    if (!value.matches("[0-9]{1,16}")) {
      throw new ProtocolException(ErrorCode.BAD_MESSAGE, name + " must be a whole number from 0.");
    }
    return Long.parseLong(value);
  }
}
