package dev.parley.server.http;

import dev.parley.signaling.protocol.Notice;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * One TCP connection while it speaks HTTP: the address that it counts for, and the request that is
 * coming or under way.
 *
 * <p>Belongs to its I/O thread, but for what the tick reads.
 */
public final class HttpConnection {
  static final int MAX_HEAD_BYTES = 16 * 1_024;

  /**
   * Clients that do not wait for answers send some requests, one that wants to keep us busy many.
   */
  private static final int MOST_PIPELINED = 100;

  /** A response that waits for the socket may hold one buffer of the pool. */
  private static final int BUFFER_BYTES = HttpListener.BUFFER_BYTES;

  private final StreamConnection channel;
  private final Notice.@Nullable Error refusal;
  private final RequestMeter requests;
  private final ResponseMeter responses;
  private final IdleConnections idle;
  private final StallDetector stall = new StallDetector();
  private volatile @Nullable AddressAccount account;
  private volatile @Nullable RequestAccount underWay;
  private @Nullable AddressAccount stalledFor;
  private long partialHead; // bytes charged for it
  private boolean upgraded;
  private int pipelined; // requests, each with more behind it
  private boolean ended;

  /**
   * Takes its place below Undertow.
   *
   * @param account null for a trusted proxy, whose requests count for the clients behind it
   * @param refusal what each request is answered with, if there is no place for this connection
   */
  HttpConnection(
      StreamConnection channel,
      IdleConnections idle,
      @Nullable AddressAccount account,
      Notice.@Nullable Error refusal) {
    this.channel = channel;
    this.idle = idle;
    this.account = account;
    this.refusal = refusal;
    this.requests = new RequestMeter(channel.getSourceChannel().getConduit(), this);
    this.responses = new ResponseMeter(channel.getSinkChannel().getConduit(), this);
    channel.getSourceChannel().setConduit(requests);
    channel.getSinkChannel().setConduit(responses);
  }

  /** The connection that a request has come over. */
  public static HttpConnection of(HttpServerExchange exchange) {
    return ((RequestMeter)
            ((HttpServerConnection) exchange.getConnection()).getOriginalSourceConduit())
        .connection();
  }

  Notice.@Nullable Error refusal() {
    return refusal;
  }

  @Nullable AddressAccount account() {
    return account;
  }

  /** From now on it counts for this address: it has become the WebSocket of one client. */
  void countFor(AddressAccount client) {
    account = client;
  }

  /** A request has come, as far as its head. */
  void begin(RequestAccount request) {
    freePartialHead(); // the request pays for what has become of it
    underWay = request;
  }

  /** The response to it has left, or never will. */
  void complete() {
    underWay = null;
    requests.reset();
  }

  /** Until a whole request has come, the connection may have to give way. */
  void becomeIdle() {
    AddressAccount payer = account;
    if (payer != null && refusal == null && !upgraded && channel.isOpen()) {
      idle.add(payer, this);
    }
  }

  /** A whole request has come, or the connection is closed or upgraded. */
  void leaveIdle() {
    AddressAccount payer = account;
    if (payer != null) {
      idle.remove(payer, this);
    }
  }

  boolean isUnderWay() {
    return underWay != null;
  }

  /** Bytes of the head that is coming, or has come last. */
  long headBytes() {
    return requests.bytesRead();
  }

  /** The client hears nothing more, and sees that at once, whatever it is still sending. */
  void endResponses() throws IOException {
    responses.terminateWrites();
  }

  /** Bytes of the pool that the connection holds for what has come behind the request. */
  static long heldBuffers(HttpServerExchange exchange) {
    boolean more =
        exchange.isRequestComplete()
            && ((HttpServerConnection) exchange.getConnection()).getExtraBytes() != null;
    return more ? BUFFER_BYTES : 0;
  }

  /** Counts a request, and tells whether very many have come one behind the other. */
  boolean isPipelinedForLong(boolean moreBehind) {
    pipelined = moreBehind ? pipelined + 1 : 0;
    return pipelined > MOST_PIPELINED;
  }

  void boundRequest(long bytes) {
    requests.bound(bytes);
  }

  /**
   * Whether the next bytes may be read. A head that has come in part is charged to its address from
   * then on: usually it comes whole, and is parsed before anything else is done.
   */
  boolean mayRead() throws IOException {
    if (!ended
        && !upgraded
        && underWay == null
        && requests.bytesRead() > 0
        && !chargePartialHead()) {
      ended = true;
      responses.refuse(
          StatusCodes.SERVICE_UNAVAILABLE,
          "Service Unavailable",
          "unavailable",
          "Too much of requests is waiting for the rest: try again later.");
    }
    return !ended;
  }

  private boolean chargePartialHead() {
    AddressAccount payer = account;
    long cost = RequestHeadCost.mostBytes(requests.bytesRead());
    if (payer == null || cost <= partialHead) {
      return true; // a proxy sends heads in one piece
    }
    if (!payer.client().incoming().tryTake(cost - partialHead)) {
      return false;
    }
    partialHead = cost;
    return true;
  }

  private void freePartialHead() {
    AddressAccount payer = account;
    if (payer != null && partialHead > 0) {
      payer.client().incoming().release(partialHead);
      partialHead = 0;
    }
  }

  /** The socket takes no more for now. */
  void stalled() {
    AddressAccount payer = payer();
    if (payer != null) {
      payer.client().unsent().take(BUFFER_BYTES);
      stalledFor = payer;
    }
  }

  /** It has taken all that there was. */
  void flows() {
    if (stalledFor != null) {
      stalledFor.client().unsent().release(BUFFER_BYTES);
      stalledFor = null;
    }
  }

  private @Nullable AddressAccount payer() {
    RequestAccount request = underWay;
    return request == null ? account : request.account();
  }

  /** What lies between the socket and a WebSocket is in the way from now on. */
  void stepAside() {
    upgraded = true; // where bytes have come with the request, Undertow keeps what it has put there
    if (channel.getSourceChannel().getConduit() == requests) {
      channel.getSourceChannel().setConduit(requests.below());
    }
    if (channel.getSinkChannel().getConduit() == responses) {
      channel.getSinkChannel().setConduit(responses.below());
    }
  }

  /** The connection is closed: nothing is held for it any more. */
  void closed() {
    freePartialHead();
    flows();
  }

  /** Called by the tick: cuts a client that takes nothing of what waits for it. */
  void tick(Instant now, Heartbeat heartbeat) {
    AddressAccount payer = payer();
    Duration patience = payer == null ? heartbeat.timeout() : heartbeat.patience(payer.client());
    if (stall.isStalled(responses.waitingAt(), now, patience)) {
      cut();
    }
  }

  /** Ends the connection, soon, from whichever thread. */
  public void cut() {
    try {
      channel.getIoThread().execute(() -> IoUtils.safeClose(channel));
    } catch (RejectedExecutionException e) {
      IoUtils.safeClose(channel); // the thread has ended
    }
  }
}
