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
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatch;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds out from which peer an HTTP request comes, and whether it proves that. */
public final class Credentials {
  private static final String BEARER = "Bearer ";

  private Credentials() {}

  /**
   * A peer that wants to read.
   *
   * @param ticketSeat the seat of the ticket that it has shown, null if it has shown its key
   */
  public record Reader(RoomPeer caller, @Nullable Long ticketSeat) {}

  /** The room that a URL names. */
  public static RoomName room(HttpServerExchange exchange) {
    if (exchange.getRequestURI().indexOf(';') >= 0) { // which Undertow takes out of the path
      throw new ProtocolException(ErrorCode.BAD_MESSAGE, "A room name has no semicolon.");
    }
    return new RoomName(inPath(exchange, "room"));
  }

  /** The peer that a URL names, if the request holds its key. */
  static RoomPeer ofKey(HttpServerExchange exchange) {
    RoomPeer caller = claimed(exchange);
    if (!holdsKey(exchange, caller)) {
      throw RequestAccount.of(exchange)
          .wrongCredentials(
              "Say \"Authorization: Bearer\" with the key that this peer has joined with.");
    }
    return caller;
  }

  /**
   * The same for reading: the ticket of the join will do, which may stand in a URL. Whether its
   * seat is still there, the room says.
   */
  public static Reader ofKeyOrTicket(HttpServerExchange exchange, HttpRequests requests) {
    RoomPeer caller = claimed(exchange);
    Optional<String> ticket = Query.text(exchange, "ticket");
    OptionalLong seat =
        ticket.map(text -> requests.seatOfTicket(caller, text)).orElse(OptionalLong.empty());
    if (ticket.isPresent() ? seat.isEmpty() : !holdsKey(exchange, caller)) {
      throw RequestAccount.of(exchange)
          .wrongCredentials("Neither the ticket nor the key is that of this peer.");
    }
    return new Reader(caller, seat.isPresent() ? (Long) seat.getAsLong() : null);
  }

  private static RoomPeer claimed(HttpServerExchange exchange) {
    return new RoomPeer(room(exchange), new PeerId(inPath(exchange, "peer")));
  }

  private static boolean holdsKey(HttpServerExchange exchange, RoomPeer caller) {
    String authorization = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    return authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && new PeerKey(authorization.substring(BEARER.length()).strip()).id().equals(caller.peer());
  }

  private static String inPath(HttpServerExchange exchange, String name) {
    PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
    return PercentDecoder.ofPath(Optional.ofNullable(match.getParameters().get(name)).orElse(""));
  }
}
