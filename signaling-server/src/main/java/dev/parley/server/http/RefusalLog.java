package dev.parley.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.PathTemplateMatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs each request that is refused over HTTP, upgrades included, at level {@code FINE}: the client
 * address, the room or path, the error code and message. Queries are left out, since they contain
 * tickets. Refusals within rooms are logged by {@code LoggingObserver}.
 */
final class RefusalLog {
  private static final Logger LOG = Logger.getLogger("parley");
  private static final AttachmentKey<RefusalLog> KEY = AttachmentKey.create(RefusalLog.class);
  private static final int MAX_PATH = 128;

  private final ClientAddress clients;

  RefusalLog(ClientAddress clients) {
    this.clients = clients;
  }

  /** Attaches the log to the requests of a handler. */
  HttpHandler wrap(HttpHandler next) {
    return exchange -> {
      exchange.putAttachment(KEY, this);
      next.handleRequest(exchange);
    };
  }

  /** Logs the refusal of a request, or of a part of it. */
  static void note(HttpServerExchange exchange, String code, String sentence) {
    RefusalLog log = exchange.getAttachment(KEY);
    if (log != null && LOG.isLoggable(Level.FINE)) {
      String client = log.clients.of(exchange);
      LOG.fine(client + where(exchange) + " got " + code + ": " + sentence);
    }
  }

  private static String where(HttpServerExchange exchange) {
    PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
    String room = match == null ? null : match.getParameters().get("room");
    return room == null ? " at " + shortened(exchange.getRequestPath()) : " in " + shortened(room);
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), MAX_PATH));
  }
}
