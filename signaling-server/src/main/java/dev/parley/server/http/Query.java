package dev.parley.server.http;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpServerExchange;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads parameters of the query of a URL. */
public final class Query {
  private Query() {}

  /** The first value of a parameter. */
  public static Optional<String> text(HttpServerExchange exchange, String name) {
    return Optional.ofNullable(exchange.getQueryParameters().get(name))
        .map(Deque::getFirst)
        .map(PercentDecoder::ofQuery);
  }

  /** A number; null if the parameter is absent. */
  public static @Nullable Long number(HttpServerExchange exchange, String name) {
    return text(exchange, name).map(value -> number(name, value)).orElse(null);
  }

  /** Parses a number from elsewhere, such as a header; the name is for the error message. */
  public static long number(String name, String value) {
    if (!value.matches("[0-9]{1,16}")) {
      throw new ProtocolException(ErrorCode.BAD_MESSAGE, name + " must be a whole number from 0.");
    }
    return Long.parseLong(value);
  }
}
