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
 * Admits requests, before anything is done for them: charges each to its client address, refuses it
 * if that is not possible, and releases everything when its exchange is complete. Endpoints ask it
 * to admit what costs more than a request: joins, replays and long responses.
 *
 * <p>Runs on the I/O thread of each request; the tick thread sweeps the requests in progress.
 */
public final class RequestGate implements HttpHandler {
  /** Undertow would read a longer Content-Length as another number. */
  private static final int MAX_LENGTH_DIGITS = 18;

  private final Set<RequestAccount> inProgress = ConcurrentHashMap.newKeySet();
  private final HttpHandler next;
  private final AddressRegistry addresses;
  private final ClientAddress clients;
  private final Signaling signaling;
  private final Duration bodyTimeout;
  private final InstantSource clock;
  private volatile boolean closed;

  /**
   * Creates a gate.
   *
   * @param next the handler of admitted requests
   * @param bodyTimeout the time in which the body of a request must arrive
   */
  RequestGate(
      HttpHandler next,
      AddressRegistry addresses,
      ClientAddress clients,
      Signaling signaling,
      Duration bodyTimeout,
      InstantSource clock) {
    this.next = next;
    this.addresses = addresses;
    this.clients = clients;
    this.signaling = signaling;
    this.bodyTimeout = bodyTimeout;
    this.clock = clock;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    HttpConnection connection = HttpConnection.of(exchange);
    Notice.Error refusal = connection.refusal();
    AddressAccount account = connection.account();
    boolean counted = refusal == null && account == null;
    if (counted) { // through a trusted proxy, for one of the clients behind it
      account = addresses.tryAcquire(AddressRegistry.nameOf(clients.of(exchange)));
      counted = account != null;
      refusal = counted ? null : ConnectionGate.TOO_MANY_OF_ADDRESS;
    }
    begin(exchange, new RequestAccount(exchange, connection, account, counted, clock, bodyTimeout));
    if (connection.exceedsPipelining(HttpConnection.pipelinedBytes(exchange) > 0)) {
      exchange.setPersistent(false);
    }
    String fault = fault(exchange.getRequestHeaders());
    if (fault != null) {
      exchange.setPersistent(false); // where the next request begins is uncertain
      Problem.answer(exchange, StatusCodes.BAD_REQUEST, "bad-message", fault);
    } else if (refusal != null) {
      refuse(exchange, refusal);
    } else {
      handle(exchange, RequestAccount.of(exchange));
    }
  }

  private void begin(HttpServerExchange exchange, RequestAccount request) {
    inProgress.add(request);
    if (exchange.isRequestComplete()) {
      request.connection().markBusy();
    }
    exchange.addExchangeCompleteListener((_, rest) -> {
      inProgress.remove(request);
      request.connection().markIdle();
      AddressAccount counted = request.complete();
      if (counted != null) {
        addresses.release(counted);
      }
      rest.proceed();
    });
  }

  /** Answers with a refusal, except for health checks, which are served. */
  private void refuse(HttpServerExchange exchange, Notice.Error refusal) throws Exception {
    if (RequestAccount.of(exchange).connection().refusal() != null) {
      exchange.setPersistent(false); // a spare connection; that of a proxy stays open
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
      Problem.answer(exchange, budgetExceeded());
    }
  }

  /** The fault of a request that the parser accepts although it is not safe; null if none. */
  private static @Nullable String fault(HeaderMap headers) {
    String length = headers.getFirst(Headers.CONTENT_LENGTH);
    String host = headers.getFirst(Headers.HOST);
    if (length != null && length.length() > MAX_LENGTH_DIGITS) {
      return "Content-Length has too many digits.";
    }
    HeaderValues codings = headers.get(Headers.TRANSFER_ENCODING);
    if (codings != null
        && !(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"))) {
      return "The only supported Transfer-Encoding is chunked.";
    }
    return host != null && host.isEmpty() ? "Host is empty: it must name this server." : null;
  }

  private static long charge(HttpServerExchange exchange, HttpConnection connection) {
    return RequestHeadCost.charge(exchange, connection.headBytes())
        + HttpConnection.pipelinedBytes(exchange);
  }

  /** The refusal of a request whose bytes exceed a budget. */
  static ProtocolException budgetExceeded() {
    return ProtocolException.unavailable(
        "The server holds too many bytes for your address, or in total: try again later.");
  }

  /**
   * Admits a join over HTTP.
   *
   * @throws ProtocolException if the server is stopping, or the address has joined too often
   */
  public void admitJoin(HttpServerExchange exchange) {
    if (closed) {
      throw ProtocolException.stopping();
    }
    admitReplay(exchange);
    takeJoin(exchange);
  }

  /** Admits an upgrade: during shutdown as long as a client may return to the seat that it has. */
  public void admitUpgrade(HttpServerExchange exchange) {
    if (closed && !signaling.hasResumableSeats()) {
      throw ProtocolException.stopping();
    }
    admitReplay(exchange);
    takeJoin(exchange);
  }

  /** Admits a request that may replay events from a log, which takes time. */
  public void admitReplay(HttpServerExchange exchange) {
    long wait = RequestAccount.of(exchange).client().replayWaitMillis();
    if (wait > 0) {
      throw new ProtocolException(
          ErrorCode.RATE_LIMITED,
          "Too many missed events were replayed for your address: try again later.",
          wait);
    }
  }

  /** Admits a request with a long response, before the response is built. */
  public void admitResponse(HttpServerExchange exchange) {
    if (RequestAccount.of(exchange).client().unsent().isExceeded()) {
      throw budgetExceeded();
    }
  }

  private void takeJoin(HttpServerExchange exchange) {
    AddressAccount account = RequestAccount.of(exchange).account();
    long wait = account == null ? 0 : account.takeJoin(clock.millis());
    if (wait > 0) {
      throw new ProtocolException(
          ErrorCode.RATE_LIMITED, "Too many joins from your address: try again later.", wait);
    }
  }

  /** Admits nobody from now on: the server is stopping. */
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Whether all requests are complete. */
  public boolean isIdle() {
    return inProgress.isEmpty();
  }

  /** Enforces timeouts of bodies. */
  void tick(FaultBarrier faults) {
    Instant now = clock.instant();
    inProgress.forEach(request -> faults.isolate("ticking a request", () -> request.tick(now)));
  }
}
