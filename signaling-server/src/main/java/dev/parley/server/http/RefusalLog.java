package dev.parley.server.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.PathTemplateMatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes to the log what is refused over HTTP, the upgrade included, and to whom, at the level
 * {@code FINE}: one line for each refusal. Queries of URLs, which may hold tickets, are left out.
 */
final class RefusalLog {
  private static final Logger LOG = Logger.getLogger("parley");
  private static final AttachmentKey<RefusalLog> KEY = AttachmentKey.create(RefusalLog.class);
  private static final int LONGEST = 128;

  private final ClientAddress clients;

  RefusalLog(ClientAddress clients) {
    this.clients = clients;
  }

  /** Sees to it that what is refused by this handler is written. */
  HttpHandler of(HttpHandler next) {
    return exchange -> {
      exchange.putAttachment(KEY, this);
      next.handleRequest(exchange);
    };
  }

  /** A request is refused, or a part of it. */
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
    return text.substring(0, Math.min(text.length(), LONGEST));
  }
}
