package dev.parley.server.http;

import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.wire.JsonCodec;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.List;

/**
 * Sends errors as problem documents (RFC 9457), with the error code of the protocol as an
 * additional member, and logs them as refusals.
 *
 * <p>Pages of every origin may read them (CORS): they contain a code and a sentence, which any
 * other client can have, too, and a page whose origin is refused learns the reason from them alone.
 * The exceptions are errors about a seat: they follow the check of the origin, and {@link
 * ApiHandler} has named the origin that may read them.
 */
public final class Problem {
  private static final FaultBarrier FAULTS = new FaultBarrier();
  private static final int MILLIS_PER_SECOND = 1_000;

  private Problem() {}

  /** Sends an error of the protocol. */
  public static void answer(HttpServerExchange exchange, Notice.Error error) {
    RefusalLog.note(exchange, error.code().wireName(), error.sentence());
    answerObserved(exchange, error);
  }

  /** Sends an error that a room has reported to its observers, so that it is logged already. */
  public static void answerObserved(HttpServerExchange exchange, Notice.Error error) {
    Long retryAfter = error.retryAfterMillis();
    if (retryAfter != null) {
      long seconds = Math.ceilDiv(retryAfter, MILLIS_PER_SECOND);
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, String.valueOf(seconds));
    }
    if (error.code().httpStatus() == StatusCodes.UNAUTHORIZED) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
    }
    send(exchange, error.code().httpStatus(), JsonCodec.STANDARD.problem(error));
  }

  /** Sends an error of the protocol that was thrown before a request was made. */
  public static void answer(HttpServerExchange exchange, ProtocolException refusal) {
    answer(
        exchange,
        new Notice.Error(
            refusal.code(),
            refusal.sentence(),
            Request.NO_ID,
            List.of(),
            refusal.retryAfterMillis()));
  }

  /** Logs a defect of the server, and sends an error without its details. */
  public static void answerDefect(HttpServerExchange exchange, RuntimeException defect) {
    FAULTS.report("answering a request", defect);
    answer(
        exchange,
        new Notice.Error(
            ErrorCode.INTERNAL,
            "The server has failed to handle this request: try again.",
            Request.NO_ID));
  }

  /** Sends an error of HTTP, which has no counterpart in messages over a WebSocket. */
  public static void answer(HttpServerExchange exchange, int status, String code, String detail) {
    RefusalLog.note(exchange, code, detail);
    send(exchange, status, JsonCodec.STANDARD.problem(status, code, detail));
  }

  private static void send(HttpServerExchange exchange, int status, byte[] body) {
    exchange.setStatusCode(status);
    if (status == StatusCodes.SERVICE_UNAVAILABLE) {
      exchange.setPersistent(false); // an overloaded server has no use for the connection
    }
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, "application/problem+json");
    headers.put(Headers.CACHE_CONTROL, ApiHandler.CACHE_CONTROL);
    if (!headers.contains(ApiHandler.ALLOW_ORIGIN)) {
      headers.put(ApiHandler.ALLOW_ORIGIN, "*");
      headers.put(ApiHandler.EXPOSE_HEADERS, "Allow, Retry-After");
    }
    ResponseWriter.send(exchange, body);
  }
}
