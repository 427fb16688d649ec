package dev.parley.server.http;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.ProtocolException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/**
 * The account of one request in progress: the client address that it is charged to, and everything
 * that it has taken from the server's budgets. It is attached to the exchange, and {@link
 * #complete} releases all of it in one place, however the exchange ends.
 *
 * <p>Synchronized, since a connection may be closed by another thread than its I/O thread.
 */
public final class RequestAccount {
  private static final AttachmentKey<RequestAccount> KEY =
      AttachmentKey.create(RequestAccount.class);

  private final HttpServerExchange exchange;
  private final HttpConnection connection;
  private final @Nullable AddressAccount account;
  private final InstantSource clock;
  private volatile Instant bodyDueAt;

  // Guarded by this.
  private long incoming;
  private long unsent;
  private boolean counted;
  private boolean complete;
  private @Nullable StreamSourceChannel bodyChannel;

  /**
   * Attaches a new account to the exchange.
   *
   * @param account null if nothing is charged: for requests that are refused
   * @param counted whether the request counts as one of its address, as its connection does not:
   *     for requests through a trusted proxy
   * @param bodyTimeout the time in which the body must arrive
   */
  RequestAccount(
      HttpServerExchange exchange,
      HttpConnection connection,
      @Nullable AddressAccount account,
      boolean counted,
      InstantSource clock,
      Duration bodyTimeout) {
    this.exchange = exchange;
    this.connection = connection;
    this.account = account;
    this.counted = counted;
    this.clock = clock;
    this.bodyDueAt = clock.instant().plus(bodyTimeout);
    exchange.putAttachment(KEY, this);
    connection.requestStarted(this);
  }

  public static RequestAccount of(HttpServerExchange exchange) {
    return Objects.requireNonNull(exchange.getAttachment(KEY), "every request passes the gate");
  }

  public HttpConnection connection() {
    return connection;
  }

  @Nullable AddressAccount account() {
    return account;
  }

  public ClientAccount client() {
    return Objects.requireNonNull(account, "every admitted request has an account").client();
  }

  /** Charges bytes of the request, or returns false if a budget is used up. */
  synchronized boolean tryTakeIncoming(long bytes) {
    if (account == null || bytes == 0) {
      return true;
    }
    if (complete || !account.client().incoming().tryTake(bytes)) {
      return false;
    }
    incoming += bytes;
    return true;
  }

  synchronized void releaseIncoming(long bytes) {
    if (account != null && !complete) {
      incoming -= bytes;
      account.client().incoming().release(bytes);
    }
  }

  /** Charges bytes of the response until it is complete. This may exceed the budget. */
  synchronized void takeUnsent(long bytes) {
    if (account != null && !complete) {
      unsent += bytes;
      account.client().unsent().take(bytes);
    }
  }

  /** The channel of the body. Undertow hands it out once, and two readers may need it. */
  synchronized StreamSourceChannel body() {
    StreamSourceChannel channel = bodyChannel;
    if (channel == null) {
      channel = exchange.getRequestChannel();
      bodyChannel = channel;
    }
    return channel;
  }

  /** Sets the time in which the rest of the body must arrive. */
  void expectBodyWithin(Duration timeout) {
    bodyDueAt = clock.instant().plus(timeout);
  }

  /** The refusal of a wrong key or ticket: 401, or 429 for an address that keeps guessing. */
  public ProtocolException wrongCredentials(String sentence) {
    long wait = account == null ? 0 : account.takeFailure(clock.millis());
    return wait == 0
        ? new ProtocolException(ErrorCode.UNAUTHORIZED, sentence)
        : new ProtocolException(
            ErrorCode.RATE_LIMITED,
            "Too many wrong keys from your address: try again later.",
            wait);
  }

  /** Counts the connection in place of the request, which ends with the upgrade to WebSocket. */
  public synchronized void becomeConnection() {
    if (counted && account != null) {
      counted = false;
      connection.chargeTo(account);
    }
  }

  /**
   * Releases everything, when the exchange is complete.
   *
   * @return the account to release the request from, if it was counted
   */
  synchronized @Nullable AddressAccount complete() {
    complete = true;
    connection.requestCompleted();
    if (account != null) {
      account.client().incoming().release(incoming);
      account.client().unsent().release(unsent);
    }
    return counted ? account : null;
  }

  /** Aborts the connection if the body is overdue. Called by the tick thread. */
  void tick(Instant now) {
    if (!exchange.isRequestComplete() && now.isAfter(bodyDueAt)) {
      connection.abort();
    }
  }
}
