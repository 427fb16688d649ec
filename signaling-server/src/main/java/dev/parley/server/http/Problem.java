package dev.parley.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** An answer that says what is wrong (RFC 9457), with the code that the protocol has for it. */
record Problem(int status, String code, String detail) {

  /** All texts are our own, so that nothing in them needs an escape. */
  void answer(HttpServerExchange exchange) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/problem+json");
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange
        .getResponseSender()
        .send(
            "{\"type\":\"about:blank\",\"status\":%d,\"code\":\"%s\",\"detail\":\"%s\"}\n"
                .formatted(status, code, detail));
  }
}
