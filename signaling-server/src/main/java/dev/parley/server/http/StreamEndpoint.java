package dev.parley.server.http;

import dev.parley.server.config.ServerConfig;
import dev.parley.signaling.Signaling;
import dev.parley.signaling.guard.Faults;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.session.Listening;
import dev.parley.signaling.wire.Dialect;
import dev.parley.signaling.wire.NativeDialect;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Server-sent events: a stream of what happens in the room, which a browser resumes by itself. */
final class StreamEndpoint implements HttpHandler {
  private static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");

  private final Dialect dialect = new EventStreamDialect(NativeDialect.STANDARD);
  private final ConcurrentMap<EventStream, Listener> streams = new ConcurrentHashMap<>();
  private final Signaling signaling;
  private final RequestGate gate;
  private final Heartbeat heartbeat;
  private final InstantSource clock;

  private record Listener(Caller caller, Listening listening) {}

  StreamEndpoint(Signaling signaling, ServerConfig config, RequestGate gate, InstantSource clock) {
    this.signaling = signaling;
    this.gate = gate;
    this.heartbeat = Heartbeat.of(config);
    this.clock = clock;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Caller caller = Caller.withKeyOrTicket(exchange, signaling);
    gate.admitJoin(exchange);
    gate.admitResponse(exchange);
    Long after = after(exchange);
    // The exchange goes on after this call, and holds no thread meanwhile.
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> stream(exchange, caller, after));
  }

  /**
   * A browser that comes back by itself asks the old address, and says in a header where it was.
   */
  private static @Nullable Long after(HttpServerExchange exchange) {
    String last = exchange.getRequestHeaders().getFirst(LAST_EVENT_ID);
    if (last != null && !last.isEmpty()) {
      return Query.number("Last-Event-ID", last);
    }
    return Query.number(exchange, "after");
  }

  private void stream(HttpServerExchange exchange, Caller caller, @Nullable Long after) {
    EventStream stream = new EventStream(exchange, dialect, heartbeat, clock.instant());
    Listening listening =
        signaling.listen(
            caller.room(), caller.peer(), RequestAccount.of(exchange).client(), stream, dialect);
    streams.put(stream, new Listener(caller, listening));
    exchange.addExchangeCompleteListener((_, next) -> {
      streams.remove(stream);
      listening.closed();
      next.proceed();
    });
    try {
      listening.begin(after);
    } catch (ProtocolException e) {
      Problem.answer(exchange, e);
      return;
    } catch (RuntimeException e) {
      Problem.answerDefect(exchange, e);
      return;
    }
    stream.open(); // which is its end, too, if nobody is there any more
  }

  /** One sweep for all streams, instead of a timer for each. */
  void tick(Faults faults) {
    Instant now = clock.instant();
    streams.forEach((stream, listener) -> {
      faults.isolate("ticking an event stream", () -> tick(stream, listener, now));
    });
  }

  private void tick(EventStream stream, Listener listener, Instant now) {
    Caller caller = listener.caller;
    signaling.desk().lastHeard(caller.room(), caller.peer()).ifPresent(stream::heard);
    stream.tick(now, listener.listening);
  }
}
