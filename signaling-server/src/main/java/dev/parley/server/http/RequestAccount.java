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
 * One request under way: the client address that it counts for, and all that it holds of the
 * server's budgets until its exchange is complete.
 */
public final class RequestAccount {
  private static final AttachmentKey<RequestAccount> KEY =
      AttachmentKey.create(RequestAccount.class);

  private final HttpServerExchange exchange;
  private final HttpConnection connection;
  private final @Nullable AddressAccount account;
  private final InstantSource clock;
  private volatile Instant bodyDueAt;

  // Guarded by this: a connection may be closed by another thread.
  private long incoming;
  private long unsent;
  private boolean counted;
  private boolean complete;
  private @Nullable StreamSourceChannel body;

  /**
   * Attaches itself to the exchange.
   *
   * @param account null where nothing is charged: for answers from the spare connections
   * @param counted whether the request itself is counted, not only its connection
   * @param patience how long the body of the request may take to come
   */
  RequestAccount(
      HttpServerExchange exchange,
      HttpConnection connection,
      @Nullable AddressAccount account,
      boolean counted,
      InstantSource clock,
      Duration patience) {
    this.exchange = exchange;
    this.connection = connection;
    this.account = account;
    this.counted = counted;
    this.clock = clock;
    this.bodyDueAt = clock.instant().plus(patience);
    exchange.putAttachment(KEY, this);
    connection.begin(this);
  }

  public static RequestAccount of(HttpServerExchange exchange) {
    return Objects.requireNonNull(exchange.getAttachment(KEY), "a request has passed the gate");
  }

  public HttpConnection connection() {
    return connection;
  }

  @Nullable AddressAccount account() {
    return account;
  }

  public ClientAccount client() {
    return Objects.requireNonNull(account, "a request that was let in has an account").client();
  }

  /** Takes bytes for what has come of the request, unless too much is taken already. */
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

  /** Counts bytes of the response until it has left. */
  synchronized void takeUnsent(long bytes) {
    if (account != null && !complete) {
      unsent += bytes;
      account.client().unsent().take(bytes);
    }
  }

  /** Where the body comes from, for all who read of it. */
  synchronized StreamSourceChannel body() {
    StreamSourceChannel channel = body;
    if (channel == null) {
      channel = exchange.getRequestChannel();
      body = channel;
    }
    return channel;
  }

  /** What is left of the body has so long to come. */
  void expectBodyWithin(Duration patience) {
    bodyDueAt = clock.instant().plus(patience);
  }

  /** What a client is told that has no right to what it asks for. */
  public ProtocolException wrongCredentials(String sentence) {
    long wait = account == null ? 0 : account.takeFailure(clock.millis());
    return wait == 0
        ? new ProtocolException(ErrorCode.UNAUTHORIZED, sentence)
        : new ProtocolException(
            ErrorCode.RATE_LIMITED, "Your address has shown too many wrong keys.", wait);
  }

  /** The connection has become the WebSocket of the client, and counts in place of the request. */
  public synchronized void becomeConnection() {
    if (counted && account != null) {
      counted = false;
      connection.countFor(account);
    }
  }

  /**
   * The exchange is complete: all is given back.
   *
   * @return the account in which the request was counted, if it was
   */
  synchronized @Nullable AddressAccount complete() {
    complete = true;
    connection.complete();
    if (account != null) {
      account.client().incoming().release(incoming);
      account.client().unsent().release(unsent);
    }
    return counted ? account : null;
  }

  /** Called by the tick: cuts a client whose request does not come to its end. */
  void tick(Instant now) {
    if (!exchange.isRequestComplete() && now.isAfter(bodyDueAt)) {
      connection.cut();
    }
  }
}
