package dev.parley.server.transport.poll;

import dev.parley.server.http.Query;
import dev.parley.server.http.RequestGate;
import dev.parley.server.transport.Credentials;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.guard.TokenBucket;
import dev.parley.signaling.participant.HttpRequests;
import dev.parley.signaling.participant.HttpRequests.RoomPeer;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * {@code GET /v1/rooms/{room}/peers/{peer}/messages}: returns the messages after a number, or waits
 * for the next one. With {@code wait=0} it returns at once.
 */
public final class PollEndpoint implements HttpHandler {
  static final long DEFAULT_WAIT_SECONDS = 25;
  static final long MAX_WAIT_SECONDS = 55; // proxies often close after 60
  private static final int BURST_SECONDS = 10;

  /** The rate of each peer that polls. A bucket is used within computations of the map only. */
  private final ConcurrentMap<RoomPeer, TokenBucket> rates = new ConcurrentHashMap<>();

  private final HttpRequests requests;
  private final RequestGate gate;
  private final int perSecond;
  private final InstantSource clock;

  /**
   * Creates the endpoint.
   *
   * @param perSecond the polls that a peer may send per second, with a burst of ten seconds' worth
   */
  public PollEndpoint(Signaling signaling, RequestGate gate, int perSecond, InstantSource clock) {
    this.requests = signaling.http();
    this.gate = gate;
    this.perSecond = perSecond;
    this.clock = clock;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Credentials.Reader reader = Credentials.ofKeyOrTicket(exchange, requests);
    if (requests.isSeated(reader.caller())) { // or invented peers could fill the map
      take(reader.caller());
    }
    gate.admitReplay(exchange);
    gate.admitResponse(exchange);
    Long after = Query.number(exchange, "after");
    Long wait = Query.number(exchange, "wait");
    long seconds = Math.min(wait == null ? DEFAULT_WAIT_SECONDS : wait, MAX_WAIT_SECONDS);
    Poll poll = new Poll(exchange, seconds, clock.instant());
    // Dispatched, or Undertow would end the exchange when this handler returns.
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> poll.attach(requests, reader, after));
  }

  private void take(RoomPeer caller) {
    long[] wait = new long[1];
    rates.compute(
        caller,
        (_, known) -> {
          TokenBucket rate = known == null ? new TokenBucket(perSecond, BURST_SECONDS) : known;
          wait[0] = rate.take(clock.millis());
          return rate;
        });
    if (wait[0] > 0) {
      throw new ProtocolException(
          ErrorCode.RATE_LIMITED, "Too many polls: use \"wait\" to wait for messages.", wait[0]);
    }
  }

  /** Forgets the rates of peers that have not polled for a while. */
  public void tick(FaultBarrier faults) {
    long now = clock.millis();
    faults.isolate(
        "forgetting rates of polls",
        () ->
            rates
                .keySet()
                .forEach(caller ->
                    rates.computeIfPresent(caller, (_, rate) -> rate.isFull(now) ? null : rate)));
  }
}
