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
 * One TCP connection while it carries HTTP: the account that it is charged to, and the request that
 * is arriving or in progress. Two conduits below Undertow's parser, {@link RequestMeter} and {@link
 * ResponseMeter}, report to it.
 *
 * <p>Confined to the connection's I/O thread, except for volatile fields that the tick thread
 * reads, and {@link #abort}.
 */
public final class HttpConnection {
  static final int MAX_HEAD_BYTES = 16 * 1_024;

  /** Requests sent without waiting for responses, until the server closes the connection. */
  private static final int MAX_PIPELINED = 100;

  /** The parser and a stalled response each hold one buffer of the pool at most. */
  private static final int BUFFER_BYTES = HttpListener.BUFFER_BYTES;

  private final StreamConnection channel;
  private final Notice.@Nullable Error refusal;
  private final RequestMeter requests;
  private final ResponseMeter responses;
  private final IdleConnections idle;
  private final StallDetector stall = new StallDetector();
  private volatile @Nullable AddressAccount account;
  private volatile @Nullable RequestAccount inProgress;
  private @Nullable AddressAccount stalledAccount;
  private long chargedHeadBytes; // for a head that has arrived in part
  private boolean upgraded;
  private int pipelined; // consecutive requests that arrived before the response to the last
  private boolean refused; // with a response from below the parser

  /**
   * Installs the meters between the socket and Undertow.
   *
   * @param account null for a spare connection, and for that of a trusted proxy, whose requests are
   *     charged to the clients behind it
   * @param refusal the answer to every request on a spare connection; null for all others
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

  /** The connection of a request. */
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

  /** Charges the connection to a client behind a proxy, since it is now that client's WebSocket. */
  void chargeTo(AddressAccount client) {
    account = client;
  }

  /** The head of a request has been parsed. From now on, the request's own account is charged. */
  void requestStarted(RequestAccount request) {
    releaseHead();
    inProgress = request;
  }

  /** The exchange is complete: its response was sent, or the connection closed. */
  void requestCompleted() {
    inProgress = null;
    requests.reset();
  }

  /** Until a complete request arrives, the connection may be closed in favour of another. */
  void markIdle() {
    AddressAccount payer = account;
    if (payer != null && refusal == null && !upgraded && channel.isOpen()) {
      idle.add(payer, this);
    }
  }

  /** A complete request has arrived, or the connection is closed or upgraded. */
  void markBusy() {
    AddressAccount payer = account;
    if (payer != null) {
      idle.remove(payer, this);
    }
  }

  boolean isRequestInProgress() {
    return inProgress != null;
  }

  /** Bytes of the request that is arriving; at the gate, those of its head. */
  long headBytes() {
    return requests.bytesRead();
  }

  /** Closes the sending side of the socket (FIN), so that the client sees the end at once. */
  void closeSendingSide() throws IOException {
    responses.terminateWrites();
  }

  /** Bytes of pooled buffers that hold data received after the request (pipelining). */
  static long pipelinedBytes(HttpServerExchange exchange) {
    boolean more =
        exchange.isRequestComplete()
            && ((HttpServerConnection) exchange.getConnection()).getExtraBytes() != null;
    return more ? BUFFER_BYTES : 0;
  }

  /** Counts a request, and returns whether too many were pipelined without a pause. */
  boolean exceedsPipelining(boolean dataBehind) {
    pipelined = dataBehind ? pipelined + 1 : 0;
    return pipelined > MAX_PIPELINED;
  }

  /** Sets the maximum size of the current request on the wire, framing included. */
  void limitRequest(long bytes) {
    requests.limit(bytes);
  }

  /**
   * Whether the parser may read more bytes. When it reads on within a head, the part so far is
   * charged to the address; a head that arrives in one piece, as usual, is never charged here. At
   * the address's limit the connection is refused.
   */
  boolean mayRead() throws IOException {
    if (!refused && !upgraded && inProgress == null && requests.bytesRead() > 0 && !chargeHead()) {
      refused = true;
      responses.refuse(
          StatusCodes.SERVICE_UNAVAILABLE,
          "unavailable",
          "Too many incomplete requests from your address: try again later.");
    }
    return !refused;
  }

  private boolean chargeHead() {
    AddressAccount payer = account;
    long cost = RequestHeadCost.maxBytes(requests.bytesRead());
    if (payer == null || cost <= chargedHeadBytes) {
      return true; // a proxy is trusted to send heads in one piece
    }
    if (!payer.client().incoming().tryTake(cost - chargedHeadBytes)) {
      return false;
    }
    chargedHeadBytes = cost;
    return true;
  }

  private void releaseHead() {
    AddressAccount payer = account;
    if (payer != null && chargedHeadBytes > 0) {
      payer.client().incoming().release(chargedHeadBytes);
      chargedHeadBytes = 0;
    }
  }

  /** The socket accepts no more bytes for now: a buffer of the response waits. */
  void writesStalled() {
    AddressAccount payer = payer();
    if (payer != null) {
      payer.client().unsent().take(BUFFER_BYTES);
      stalledAccount = payer;
    }
  }

  /** The socket has accepted everything. */
  void writesResumed() {
    if (stalledAccount != null) {
      stalledAccount.client().unsent().release(BUFFER_BYTES);
      stalledAccount = null;
    }
  }

  private @Nullable AddressAccount payer() {
    RequestAccount request = inProgress;
    return request == null ? account : request.account();
  }

  /** Removes the meters, where possible: a WebSocket reads and writes the socket directly. */
  void removeMeters() {
    upgraded = true; // a meter stays, without effect, if Undertow has wrapped it with extra bytes
    if (channel.getSourceChannel().getConduit() == requests) {
      channel.getSourceChannel().setConduit(requests.below());
    }
    if (channel.getSinkChannel().getConduit() == responses) {
      channel.getSinkChannel().setConduit(responses.below());
    }
  }

  /** The connection is closed: releases what it has charged. */
  void releaseAll() {
    releaseHead();
    writesResumed();
  }

  /**
   * Aborts the connection of a client that does not read its response. Called by the tick thread.
   */
  void tick(Instant now, Heartbeat heartbeat) {
    AddressAccount payer = payer();
    Duration timeout = payer == null ? heartbeat.timeout() : heartbeat.stallTimeout(payer.client());
    if (stall.isStalled(responses.stalledAt(), now, timeout)) {
      abort();
    }
  }

  /** Closes the TCP connection without completing responses. Any thread may call it. */
  public void abort() {
    try {
      channel.getIoThread().execute(() -> IoUtils.safeClose(channel));
    } catch (RejectedExecutionException e) {
      IoUtils.safeClose(channel); // the I/O thread has ended
    }
  }
}
