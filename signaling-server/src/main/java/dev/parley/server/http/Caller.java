package dev.parley.server.http;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatch;
import java.util.Comparator;
import java.util.Optional;

/** Who makes an HTTP request, in which room. */
record Caller(RoomName room, PeerId peer) implements Comparable<Caller> {
  /** Lets hash tables bear rooms whose names were made to collide. */
  private static final Comparator<Caller> ORDER =
      Comparator.comparing((Caller caller) -> caller.room).thenComparing(caller -> caller.peer);

  private static final String BEARER = "Bearer ";

  @Override
  public int compareTo(Caller other) {
    return ORDER.compare(this, other);
  }

  /** The room that a URL names. */
  static RoomName room(HttpServerExchange exchange) {
    if (exchange.getRequestURI().indexOf(';') >= 0) { // which Undertow takes out of the path
      throw new ProtocolException(ErrorCode.BAD_MESSAGE, "A room name has no semicolon.");
    }
    return new RoomName(inPath(exchange, "room"));
  }

  /** The peer that a URL names, if the request holds its key. */
  static Caller withKey(HttpServerExchange exchange) {
    Caller caller = claimed(exchange);
    if (!caller.holdsKey(exchange)) {
      throw RequestAccount.of(exchange)
          .wrongCredentials(
              "Say \"Authorization: Bearer\" with the key that this peer has joined with.");
    }
    return caller;
  }

  /** The same for who reads only: the ticket of the join will do, which may stand in a URL. */
  static Caller withKeyOrTicket(HttpServerExchange exchange, Signaling signaling) {
    Caller caller = claimed(exchange);
    boolean fits =
        Query.text(exchange, "ticket")
            .map(ticket -> signaling.ticketFits(caller.room, caller.peer, ticket))
            .orElseGet(() -> caller.holdsKey(exchange));
    if (!fits) {
      throw RequestAccount.of(exchange)
          .wrongCredentials("Neither the ticket nor the key is that of this peer.");
    }
    return caller;
  }

  private static Caller claimed(HttpServerExchange exchange) {
    return new Caller(room(exchange), new PeerId(inPath(exchange, "peer")));
  }

  private boolean holdsKey(HttpServerExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    return authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && new PeerKey(authorization.substring(BEARER.length()).strip()).id().equals(peer);
  }

  private static String inPath(HttpServerExchange exchange, String name) {
    PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
    return UrlText.ofPath(Optional.ofNullable(match.getParameters().get(name)).orElse(""));
  }
}
