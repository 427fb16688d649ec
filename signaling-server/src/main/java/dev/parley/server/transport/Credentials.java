package dev.parley.server.transport;

import dev.parley.server.http.PercentDecoder;
import dev.parley.server.http.Query;
import dev.parley.server.http.RequestAccount;
import dev.parley.signaling.participant.HttpRequests;
import dev.parley.signaling.participant.HttpRequests.RoomPeer;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerKey;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.PathTemplateMatch;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates HTTP requests of a peer: the URL names the peer, and a key or ticket proves that
 * the request comes from it. A peer's id is a hash of its key, so no state is needed to check a
 * key.
 */
public final class Credentials {
  private static final String BEARER = "Bearer ";

  /**
   * Carries the key as well, for clients behind a proxy that needs {@code Authorization} itself, as
   * for HTTP Basic.
   */
  private static final HttpString KEY = new HttpString("Parley-Key");

  private Credentials() {}

  /**
   * A peer that may read its events.
   *
   * @param ticketSeat the seat that the ticket was issued for; null if the request has a key
   */
  public record Reader(RoomPeer caller, @Nullable Long ticketSeat) {}

  /** The room in the path of a request. */
  public static RoomName room(HttpServerExchange exchange) {
    if (exchange.getRequestURI().indexOf(';')
        >= 0) { // Undertow removes it, and what follows, from the path
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE, "A room name must not contain a semicolon.");
    }
    return new RoomName(pathParameter(exchange, "room"));
  }

  /**
   * The peer in the path, if the request has its key.
   *
   * @throws ProtocolException if it does not
   */
  static RoomPeer ofKey(HttpServerExchange exchange) {
    RoomPeer caller = peerInPath(exchange);
    if (!holdsKey(exchange, caller)) {
      throw RequestAccount.of(exchange)
          .wrongCredentials(
              "Send the key that this peer has joined with as \"Parley-Key\" or \"Authorization: Bearer\".");
    }
    return caller;
  }

  /**
   * The peer in the path, if the request has its key, or the ticket from its join. A ticket is for
   * {@code EventSource}, which sends no headers: it appears in the URL, gives access to reading
   * only, and expires. The room checks whether its seat still exists.
   *
   * @throws ProtocolException if the request has neither
   */
  public static Reader ofKeyOrTicket(HttpServerExchange exchange, HttpRequests requests) {
    RoomPeer caller = peerInPath(exchange);
    Optional<String> ticket = Query.text(exchange, "ticket");
    OptionalLong seat =
        ticket.map(text -> requests.seatOfTicket(caller, text)).orElse(OptionalLong.empty());
    if (ticket.isPresent() ? seat.isEmpty() : !holdsKey(exchange, caller)) {
      throw RequestAccount.of(exchange)
          .wrongCredentials("This request has neither a ticket nor the key of this peer.");
    }
    return new Reader(caller, seat.isPresent() ? (Long) seat.getAsLong() : null);
  }

  private static RoomPeer peerInPath(HttpServerExchange exchange) {
    return new RoomPeer(room(exchange), new PeerId(pathParameter(exchange, "peer")));
  }

  private static boolean holdsKey(HttpServerExchange exchange, RoomPeer caller) {
    String key = key(exchange.getRequestHeaders());
    return key != null && new PeerKey(key.strip()).id().equals(caller.peer());
  }

  private static @Nullable String key(HeaderMap headers) {
    String key = headers.getFirst(KEY);
    String authorization = headers.getFirst(Headers.AUTHORIZATION);
    if (key != null || authorization == null) {
      return key;
    }
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length())
        : null;
  }

  private static String pathParameter(HttpServerExchange exchange, String name) {
    PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
    return PercentDecoder.ofPath(Optional.ofNullable(match.getParameters().get(name)).orElse(""));
  }
}
