package dev.parley.server.http;

import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes before anything is done for it: it is charged to its client address,
 * and what it holds is released here, when its exchange is complete.
 */
public final class RequestGate implements HttpHandler {
  /** A longer number of bytes would not be read as what it says. */
  private static final int MAX_LENGTH_DIGITS = 18;

  private final Set<RequestAccount> underWay = ConcurrentHashMap.newKeySet();
  private final HttpHandler next;
  private final AddressRegistry addresses;
  private final ClientAddress clients;
  private final Signaling signaling;
  private final Duration patience;
  private final InstantSource clock;
  private volatile boolean closed;

  /**
   * A gate before a handler.
   *
   * @param patience how long the body of a request may take to come
   */
  RequestGate(
      HttpHandler next,
      AddressRegistry addresses,
      ClientAddress clients,
      Signaling signaling,
      Duration patience,
      InstantSource clock) {
    this.next = next;
    this.addresses = addresses;
    this.clients = clients;
    this.signaling = signaling;
    this.patience = patience;
    this.clock = clock;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    HttpConnection connection = HttpConnection.of(exchange);
    Notice.Error refusal = connection.refusal();
    AddressAccount account = connection.account();
    boolean counted = refusal == null && account == null;
    if (counted) { // it comes from a trusted proxy
      account = addresses.tryEnter(AddressRegistry.nameOf(clients.of(exchange)));
      counted = account != null;
      refusal = counted ? null : ConnectionGate.TOO_MANY_OF_ADDRESS;
    }
    begin(exchange, new RequestAccount(exchange, connection, account, counted, clock, patience));
    if (connection.isPipelinedForLong(HttpConnection.heldBuffers(exchange) > 0)) {
      exchange.setPersistent(false);
    }
    String fault = fault(exchange.getRequestHeaders());
    if (fault != null) {
      exchange.setPersistent(false);
      Problem.answer(exchange, StatusCodes.BAD_REQUEST, "bad-message", fault);
    } else if (refusal != null) {
      refuse(exchange, refusal);
    } else {
      handle(exchange, RequestAccount.of(exchange));
    }
  }

  private void begin(HttpServerExchange exchange, RequestAccount request) {
    underWay.add(request);
    if (exchange.isRequestComplete()) {
      request.connection().leaveIdle();
    }
    exchange.addExchangeCompleteListener((_, rest) -> {
      underWay.remove(request);
      request.connection().becomeIdle();
      AddressAccount entered = request.complete();
      if (entered != null) {
        addresses.leave(entered);
      }
      rest.proceed();
    });
  }

  /** Whether the server is well may be asked over any connection. */
  private void refuse(HttpServerExchange exchange, Notice.Error refusal) throws Exception {
    if (RequestAccount.of(exchange).connection().refusal() != null) {
      exchange.setPersistent(false); // a proxy keeps its connection
    }
    if (HealthEndpoint.isProbe(exchange)) {
      next.handleRequest(exchange);
    } else {
      Problem.answer(exchange, refusal);
    }
  }

  private void handle(HttpServerExchange exchange, RequestAccount request) throws Exception {
    if (request.tryTakeIncoming(charge(exchange, request.connection()))) {
      next.handleRequest(exchange);
    } else {
      Problem.answer(exchange, full());
    }
  }

  /** What is wrong with a request that the parser lets pass, if anything. */
  private static @Nullable String fault(HeaderMap headers) {
    String length = headers.getFirst(Headers.CONTENT_LENGTH);
    String host = headers.getFirst(Headers.HOST);
    if (length != null && length.length() > MAX_LENGTH_DIGITS) {
      return "Content-Length is too long a number.";
    }
    HeaderValues codings = headers.get(Headers.TRANSFER_ENCODING);
    if (codings != null
        && !(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"))) {
      return "Transfer-Encoding can only be chunked here.";
    }
    return host != null && host.isEmpty() ? "Host is empty: name this server." : null;
  }

  private static long charge(HttpServerExchange exchange, HttpConnection connection) {
    return RequestHeadCost.charge(exchange, connection.headBytes())
        + HttpConnection.heldBuffers(exchange);
  }

  /** Too much of requests is kept already. */
  static ProtocolException full() {
    return ProtocolException.unavailable(
        "The server holds too much for your address, or for all: try again later.");
  }

  /**
   * A client wants a seat.
   *
   * @throws ProtocolException if it has to come at another time, or to another server
   */
  public void admitJoin(HttpServerExchange exchange) {
    if (closed) {
      throw ending();
    }
    admitReplay(exchange);
    takeJoin(exchange);
  }

  /** The same for a connection on which it may ask for the seat that it has. */
  public void admitUpgrade(HttpServerExchange exchange) {
    if (closed && !signaling.hasResumableSeats()) {
      throw ending();
    }
    admitReplay(exchange);
    takeJoin(exchange);
  }

  /** The same for what makes the server look for what a peer has missed. */
  public void admitReplay(HttpServerExchange exchange) {
    long wait = RequestAccount.of(exchange).client().replayWaitMillis();
    if (wait > 0) {
      throw new ProtocolException(
          ErrorCode.RATE_LIMITED,
          "Your address has asked for too much of what was missed: come again later.",
          wait);
    }
  }

  /** The same for what is answered at length: its response must find room before it is made. */
  public void admitResponse(HttpServerExchange exchange) {
    if (RequestAccount.of(exchange).client().unsent().isExceeded()) {
      throw full();
    }
  }

  private void takeJoin(HttpServerExchange exchange) {
    AddressAccount account = RequestAccount.of(exchange).account();
    long wait = account == null ? 0 : account.takeJoin(clock.millis());
    if (wait > 0) {
      throw new ProtocolException(
          ErrorCode.RATE_LIMITED,
          "There are too many joins from your address: come again later.",
          wait);
    }
  }

  /** The server is about to end. */
  static ProtocolException ending() {
    return ProtocolException.unavailable("The server is about to end: come again in a moment.");
  }

  /** From now on, nobody is let in. */
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Whether every request has been answered to the end. */
  public boolean isIdle() {
    return underWay.isEmpty();
  }

  /** One sweep for all requests, instead of a timer for each. */
  void tick(FaultBarrier faults) {
    Instant now = clock.instant();
    underWay.forEach(request -> faults.isolate("ticking a request", () -> request.tick(now)));
  }
}
