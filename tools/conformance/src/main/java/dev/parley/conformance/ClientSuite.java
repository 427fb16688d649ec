package dev.parley.conformance;

import com.google.gson.JsonObject;
import dev.parley.conformance.ClientMonitor.Link;
import dev.parley.scenario.Connection;
import dev.parley.scenario.Received;
import dev.parley.scenario.RemoteServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a client that connects to a real server through a {@link WebSocketProxy}, one rule after
 * the other. A second peer of the suite is in the same room and sends the events that the checks
 * need.
 */
final class ClientSuite {
  private static final String GROUP = "client";
  private static final long RETRY_AFTER_MILLIS = 1_500;
  private static final long RECONNECT_AFTER_MILLIS = 2_000;

  /** Allowance for timers of clients that fire early. */
  private static final long TOLERANCE_MILLIS = 100;

  /** A client without a backoff makes hundreds of attempts during the outage. */
  private static final int MAX_ATTEMPTS = 30;

  private static final List<Integer> RESUME_CODES = List.of(1011, 1013, 4420, 4429);

  /** The rules that {@link ClientMonitor} checks on each message, reported at the end. */
  private static final List<ClientRule> CONTINUOUS =
      List.of(
          ClientRule.VALID_MESSAGES,
          ClientRule.JOIN_FIRST,
          ClientRule.REQUEST_IDS,
          ClientRule.SAME_KEY,
          ClientRule.SUBPROTOCOL);

  private final URI server;
  private final int port;
  private final Set<ClientRule> rules;
  private final int stopCode;
  private final Times times;
  private final Report report;
  private final PrintWriter out;
  private final ClientMonitor monitor = new ClientMonitor();

  /**
   * How long to wait.
   *
   * @param first for the client's first join
   * @param reconnect for a client that has to reconnect
   * @param request for the client's next request
   * @param quiet after which all that was sent has been processed
   * @param outage how long connections are refused
   * @param dead for a client to notice that nothing arrives
   * @param stop in which a client that has to stop must not reconnect
   */
  record Times(
      Duration first,
      Duration reconnect,
      Duration request,
      Duration quiet,
      Duration outage,
      Duration dead,
      Duration stop) {
    static final Times DEFAULT =
        new Times(
            Duration.ofMinutes(5),
            Duration.ofSeconds(40),
            Duration.ofSeconds(40),
            Duration.ofMillis(500),
            Duration.ofSeconds(12),
            Duration.ofSeconds(100),
            Duration.ofSeconds(10));
  }

  /** The client violates the rule. */
  private static final class RuleViolation extends Exception {
    private static final long serialVersionUID = 1;

    RuleViolation(String message) {
      super(message);
    }
  }

  /** The rule could not be checked, for the reason in the message: it is skipped. */
  private static final class RuleNotChecked extends Exception {
    private static final long serialVersionUID = 1;

    RuleNotChecked(String message) {
      super(message);
    }
  }

  private interface Check {
    void run() throws InterruptedException, RuleViolation, RuleNotChecked;
  }

  ClientSuite(
      URI server,
      int port,
      Set<ClientRule> rules,
      int stopCode,
      Times times,
      Report report,
      PrintWriter out) {
    this.server = server;
    this.port = port;
    this.rules = rules;
    this.stopCode = stopCode;
    this.times = times;
    this.report = report;
    this.out = out;
  }

  /**
   * Runs all checks on the client that connects.
   *
   * @throws IOException with a sentence for the user, if no check could run
   */
  void run() throws IOException, InterruptedException {
    try (RemoteServer direct = new RemoteServer(server);
        WebSocketProxy proxy = new WebSocketProxy(server, port, monitor)) {
      out.println(
          "Connect the client to ws://localhost:%d/v1/rooms/ROOM; it must send one message per second."
              .formatted(proxy.port()));
      out.flush();
      Link first = monitor.await(times.first, monitor::live);
      if (first == null) {
        throw new IOException(
            "No client has joined within %d s.".formatted(times.first.toSeconds()));
      }
      String room = first.connection().path().replaceFirst("\\?.*$", "").replaceFirst(".*/", "");
      Peer peer = new Peer(direct.connect(room));
      check(ClientRule.PONG, this::pong);
      check(ClientRule.RESUME, () -> resume(peer));
      check(ClientRule.RESUME_AFTER_PARTIAL_EVENT, () -> resumeAfterPartialEvent(peer));
      check(ClientRule.RESUME_AFTER_LOST_JOIN, this::resumeAfterLostJoin);
      check(ClientRule.RESEND, this::resend);
      check(ClientRule.NO_REPEAT, this::noRepeat);
      check(ClientRule.UNKNOWN_MEMBERS, () -> unknownMembers(peer));
      check(ClientRule.REPEATED_EVENT, () -> repeatedEvent(peer));
      check(ClientRule.ERROR_SEQ, () -> errorSeq(peer));
      check(ClientRule.RATE_LIMITED, this::rateLimited);
      check(ClientRule.ERROR_REPLY, this::errorReply);
      check(ClientRule.BYE, this::bye);
      check(ClientRule.RESUME_AFTER_CLOSE, this::resumeAfterClose);
      check(ClientRule.BACKOFF, () -> backoff(proxy));
      check(ClientRule.DEAD_CONNECTION, this::deadConnection);
      check(ClientRule.JOIN_AFTER_CLOSE, this::joinAfterClose);
      check(ClientRule.STOP_AFTER_CLOSE, this::stopAfterClose);
      reportContinuous();
      peer.connection.close(1000);
    }
  }

  private void check(ClientRule rule, Check check) throws InterruptedException {
    long began = System.nanoTime();
    if (!rules.contains(rule)) {
      return;
    }
    String name = rule.description();
    try {
      check.run();
      String violation = monitor.violations().get(rule);
      if (violation != null) {
        throw new RuleViolation(violation);
      }
      report.add(Result.passed(GROUP, name, since(began)));
    } catch (RuleViolation e) {
      report.add(Result.failed(GROUP, name, String.valueOf(e.getMessage()), since(began)));
    } catch (RuleNotChecked e) {
      report.add(Result.skipped(GROUP, name, String.valueOf(e.getMessage())));
    } finally {
      monitor.forwardAll();
    }
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void reportContinuous() {
    Map<ClientRule, String> violations = monitor.violations();
    for (ClientRule rule : CONTINUOUS) {
      if (!rules.contains(rule)) {
        continue;
      }
      String violation = violations.get(rule);
      if (violation != null) {
        report.add(Result.failed(GROUP, rule.description(), violation, Duration.ZERO));
      } else if (monitor.hasSent(rule)) {
        report.add(Result.passed(GROUP, rule.description(), Duration.ZERO));
      } else {
        report.add(Result.skipped(GROUP, rule.description(), "the client has sent no request"));
      }
    }
  }

  private void pong() throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    byte[] payload = "conformance".getBytes(StandardCharsets.UTF_8);
    link.connection().ping(payload);
    byte[] pong = monitor.await(Duration.ofSeconds(10), () -> monitor.pong(link));
    if (pong == null) {
      throw new RuleViolation("the client did not answer a ping within 10 s");
    }
    if (!Arrays.equals(pong, payload)) {
      throw new RuleViolation("the pong has another payload than the ping");
    }
  }

  private void resume(Peer peer) throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    deliver(peer);
    cutAndResume(link);
  }

  /** Sends an event, waits until the client can have processed it, and returns its seq. */
  private long deliver(Peer peer) throws InterruptedException, RuleNotChecked {
    long before = monitor.cursor();
    peer.send();
    Long seq =
        monitor.await(times.reconnect, () -> monitor.cursor() > before ? monitor.cursor() : null);
    if (seq == null) {
      throw new RuleNotChecked("no event reached the client's connection");
    }
    Thread.sleep(times.quiet);
    return seq;
  }

  private void cutAndResume(Link link) throws InterruptedException, RuleViolation, RuleNotChecked {
    int joins = monitor.joins();
    link.connection().cut();
    expectResume(joins, monitor.cursor());
    live();
  }

  /** Returns the client's next join after the first {@code joins}. */
  private JsonObject awaitJoin(int joins) throws InterruptedException, RuleViolation {
    JsonObject join = monitor.await(times.reconnect, () -> monitor.joinAfter(joins));
    if (join == null) {
      throw new RuleViolation(
          "the client did not join again within %d s".formatted(times.reconnect.toSeconds()));
    }
    return join;
  }

  /** Checks that the next join resumes after the event with the seq {@code cursor}. */
  private void expectResume(int joins, long cursor) throws InterruptedException, RuleViolation {
    JsonObject join = awaitJoin(joins);
    long after = Json.number(join, "after");
    if (after != cursor) {
      throw new RuleViolation(
          after < 0
              ? "the client joined without after; the last event it received has the seq " + cursor
              : "the client joined with after %d; the last event it received has the seq %d"
                  .formatted(after, cursor));
    }
  }

  private void resumeAfterPartialEvent(Peer peer)
      throws InterruptedException, RuleViolation, RuleNotChecked {
    live();
    Thread.sleep(times.quiet);
    int joins = monitor.joins();
    long before = monitor.cursor();
    monitor.onServerMessage((link, message, text) -> {
      if (!Json.type(message).equals("message")) {
        return null;
      }
      link.connection().sendHalf(text);
      monitor.forwardAll();
      return List.of();
    });
    peer.send();
    expectResume(joins, before);
    live();
  }

  private void resumeAfterLostJoin() throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    Thread.sleep(times.quiet);
    long cursor = monitor.cursor();
    int joins = monitor.joins();
    monitor.onClientMessage((lost, message) -> {
      if (Json.type(message).equals("join")) {
        lost.connection().cut();
      }
      return List.of();
    });
    link.connection().cut();
    expectResume(joins, cursor);
    monitor.forwardAll();
    expectResume(joins + 1, cursor);
    live();
  }

  private void resend() throws InterruptedException, RuleViolation, RuleNotChecked {
    live();
    AtomicLong lost = new AtomicLong();
    monitor.onClientMessage((link, message) -> {
      if (!message.has("id")) {
        return null;
      }
      lost.set(Json.number(message, "id"));
      monitor.forwardAll();
      link.connection().cut();
      return List.of();
    });
    awaitRequest(() -> lost.get() > 0 ? true : null);
    JsonObject request = monitor.request(lost.get());
    Link link = live();
    JsonObject again = monitor.await(times.request, () -> monitor.firstRequest(link));
    if (again == null) {
      throw new RuleViolation(
          "the client did not resend request %d, which was lost with its connection"
              .formatted(lost.get()));
    }
    if (!again.equals(request)) {
      throw new RuleViolation(
          "the client lost %s with its connection, and then sent %s".formatted(request, again));
    }
  }

  private void noRepeat() throws InterruptedException, RuleViolation, RuleNotChecked {
    live();
    AtomicLong taken = new AtomicLong();
    monitor.onServerMessage((link, message, text) -> {
      if (!Json.type(message).equals("ack")) {
        return null;
      }
      taken.set(Json.number(message, "received"));
      monitor.forwardAll();
      link.connection().cut();
      return List.of(); // the client does not learn that the request was taken
    });
    awaitRequest(() -> taken.get() > 0 ? true : null);
    Link link = live();
    awaitRequest(() -> monitor.requests(link) > 0 ? true : null);
  }

  private void awaitRequest(Supplier<@Nullable Boolean> happened)
      throws InterruptedException, RuleNotChecked {
    if (monitor.await(times.request, happened) == null) {
      throw new RuleNotChecked(
          "the client sent no request within %d s: it must send one message per second"
              .formatted(times.request.toSeconds()));
    }
  }

  private void unknownMembers(Peer peer)
      throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    monitor.onServerMessage((of, message, text) -> {
      JsonObject extended = message.deepCopy();
      extended.add("x-conformance", Json.object("{\"unknown\":[1,{}]}"));
      return List.of(extended.toString());
    });
    link.connection().send("{\"type\":\"x-conformance\",\"data\":{\"unknown\":true}}");
    deliver(peer);
    if (link.connection().hasEnded()) {
      throw new RuleViolation(
          "the client closed the connection after a message with an unknown member or type");
    }
    cutAndResume(link); // its cursor shows whether it has processed the event
  }

  private void repeatedEvent(Peer peer) throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    long old = deliver(peer);
    deliver(peer);
    link.connection()
        .send(
            "{\"type\":\"message\",\"seq\":%d,\"from\":\"%s\",\"data\":{\"conformance\":\"again\"}}"
                .formatted(old, peer.id()));
    Thread.sleep(times.quiet);
    cutAndResume(link);
  }

  private void errorSeq(Peer peer) throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    deliver(peer);
    for (long seq : new long[] {1, monitor.cursor() + 1_000}) {
      link.connection()
          .send(
              "{\"type\":\"error\",\"code\":\"conflict\",\"message\":\"Sent by the conformance suite.\",\"re\":1,\"seq\":%d}"
                  .formatted(seq));
    }
    Thread.sleep(times.quiet);
    cutAndResume(link);
  }

  private void rateLimited() throws InterruptedException, RuleViolation, RuleNotChecked {
    live();
    AtomicLong limited = new AtomicLong();
    AtomicLong since = new AtomicLong();
    AtomicLong again = new AtomicLong();
    monitor.onClientMessage((link, message) -> {
      long id = Json.number(message, "id");
      if (id < 1) {
        return null;
      }
      if (limited.compareAndSet(0, id)) {
        since.set(System.nanoTime());
      } else if (id == limited.get()) {
        again.set(System.nanoTime());
        if (!message.equals(monitor.request(id))) {
          limited.set(-id); // not the same request
        }
        monitor.forwardAll();
        return null;
      }
      monitor.mayRepeat(limited.get());
      link.connection()
          .send(
              "{\"type\":\"error\",\"code\":\"rate-limited\",\"message\":\"Sent by the conformance suite.\",\"re\":%d,\"retryAfter\":%d}"
                  .formatted(id, RETRY_AFTER_MILLIS));
      return List.of();
    });
    awaitRequest(() -> limited.get() > 0 ? true : null);
    if (monitor.await(times.request, () -> again.get() > 0 ? true : null) == null) {
      throw new RuleViolation("the client did not resend request %d".formatted(limited.get()));
    }
    if (limited.get() < 0) {
      throw new RuleViolation(
          "the client resent request %d with other content".formatted(-limited.get()));
    }
    long waited = Duration.ofNanos(again.get() - since.get()).toMillis();
    if (waited < RETRY_AFTER_MILLIS - TOLERANCE_MILLIS) {
      throw new RuleViolation(
          "retryAfter is %d ms, and the client resent the request after %d ms"
              .formatted(RETRY_AFTER_MILLIS, waited));
    }
  }

  private void errorReply() throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    AtomicLong refused = new AtomicLong();
    AtomicLong next = new AtomicLong();
    monitor.onClientMessage((of, message) -> {
      long id = Json.number(message, "id");
      if (id < 1) {
        return null;
      }
      if (refused.compareAndSet(0, id)) {
        // The server refuses this one, and so uses up the id.
        return List.of(
            "{\"type\":\"offer\",\"id\":%d,\"to\":\"conformance\",\"sdp\":\"\"}".formatted(id));
      }
      next.compareAndSet(0, id);
      return null;
    });
    awaitRequest(() -> refused.get() > 0 ? true : null);
    Boolean more =
        monitor.await(
            times.request, () -> (next.get() > 0 || link.connection().hasEnded()) ? true : null);
    if (link.connection().hasEnded()) {
      throw new RuleViolation("the client closed the connection after peer-gone refused a request");
    }
    if (more == null) {
      throw new RuleNotChecked("the client sent no request after the one that was refused");
    }
    if (next.get() != refused.get() + 1) {
      throw new RuleViolation(
          "request %d was refused, and the client sent the next one with id %d"
              .formatted(refused.get(), next.get()));
    }
  }

  private void bye() throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    Thread.sleep(times.quiet);
    int joins = monitor.joins();
    int attempts = monitor.attempts();
    long cursor = monitor.cursor();
    link.connection()
        .send(
            "{\"type\":\"bye\",\"reason\":\"Sent by the conformance suite.\",\"reconnectAfter\":%d}"
                .formatted(RECONNECT_AFTER_MILLIS));
    link.connection().close(1012);
    long closed = System.nanoTime();
    Boolean attempted =
        monitor.await(times.reconnect, () -> monitor.attempts() > attempts ? true : null);
    long waited = Duration.ofNanos(System.nanoTime() - closed).toMillis();
    if (attempted != null && waited < RECONNECT_AFTER_MILLIS - TOLERANCE_MILLIS) {
      throw new RuleViolation(
          "reconnectAfter is %d ms, and the client connected after %d ms"
              .formatted(RECONNECT_AFTER_MILLIS, waited));
    }
    expectResume(joins, cursor);
    live();
  }

  private void resumeAfterClose() throws InterruptedException, RuleViolation, RuleNotChecked {
    for (int code : RESUME_CODES) {
      Link link = live();
      Thread.sleep(times.quiet);
      int joins = monitor.joins();
      long cursor = monitor.cursor();
      link.connection().close(code);
      try {
        expectResume(joins, cursor);
      } catch (RuleViolation e) {
        throw new RuleViolation("after close code %d, %s".formatted(code, e.getMessage()));
      }
    }
    live();
  }

  private void backoff(WebSocketProxy proxy)
      throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    Thread.sleep(times.quiet);
    int joins = monitor.joins();
    long cursor = monitor.cursor();
    proxy.refuse(true);
    int before = monitor.attempts();
    link.connection().cut();
    Thread.sleep(times.outage);
    int attempts = monitor.attempts() - before;
    proxy.refuse(false);
    if (attempts > MAX_ATTEMPTS) {
      throw new RuleViolation(
          "the client connected %d times in %d s while connections were refused"
              .formatted(attempts, times.outage.toSeconds()));
    }
    expectResume(joins, cursor);
    live();
  }

  private void deadConnection() throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    int joins = monitor.joins();
    link.connection().silence();
    if (monitor.await(times.dead, () -> monitor.joinAfter(joins)) == null) {
      throw new RuleViolation(
          "nothing arrived for %d s, and the client did not connect again"
              .formatted(times.dead.toSeconds()));
    }
    link.connection().cut();
    live();
  }

  private void joinAfterClose() throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    Thread.sleep(times.quiet);
    int joins = monitor.joins();
    link.connection().close(4410);
    JsonObject join = awaitJoin(joins);
    if (join.has("after")) {
      throw new RuleViolation("the client joined with after " + join.get("after"));
    }
    Link rejoined = live();
    monitor.await(times.request, () -> monitor.requests(rejoined) > 0 ? true : null);
  }

  private void stopAfterClose() throws InterruptedException, RuleViolation, RuleNotChecked {
    Link link = live();
    // A client may take a replacement soon after its join for its own earlier connection's.
    Thread.sleep(times.stop);
    int joins = monitor.joins();
    link.connection().close(stopCode);
    if (monitor.await(times.stop, () -> monitor.joinAfter(joins)) != null) {
      throw new RuleViolation(
          "the client joined again within %d s".formatted(times.stop.toSeconds()));
    }
  }

  /**
   * Returns the connection on which the client has its seat, waiting for a reconnection if needed.
   */
  private Link live() throws InterruptedException, RuleNotChecked {
    Link live = monitor.await(times.reconnect, monitor::live);
    if (live == null) {
      throw new RuleNotChecked(
          "the client is not connected, and did not reconnect within %d s"
              .formatted(times.reconnect.toSeconds()));
    }
    return live;
  }

  /** A peer of the suite in the client's room, which is connected to the server directly. */
  private static final class Peer {
    private static final Duration DRAIN_INTERVAL = Duration.ofMinutes(1);

    private final Connection connection;
    private final String id;
    private long requests;

    Peer(Connection connection) throws IOException, InterruptedException {
      this.connection = connection;
      connection.send(
          "{\"type\":\"join\",\"key\":\"%s\",\"name\":\"conformance\"}"
              .formatted(Secrets.random()));
      Received joined = connection.receive(Duration.ofSeconds(10));
      JsonObject self =
          joined instanceof Received.Message(String text)
                  && Json.object(text).get("self") instanceof JsonObject object
              ? object
              : new JsonObject();
      this.id = Json.string(self, "id");
      if (id.isEmpty()) {
        throw new IOException("The suite's own peer cannot join the room: " + joined + ".");
      }
      Thread.startVirtualThread(this::drain);
    }

    /** Discards the events of the room, which the connection would keep up to its limit. */
    private void drain() {
      try {
        Received next;
        do {
          next = connection.receive(DRAIN_INTERVAL);
        } while (!(next instanceof Received.Closed || next instanceof Received.Invalid));
      } catch (InterruptedException _) {
        // no one interrupts it
      }
    }

    String id() {
      return id;
    }

    /** Sends a message to all others in the room. */
    void send() {
      connection.send(
          "{\"type\":\"message\",\"id\":%d,\"data\":{\"conformance\":%d}}"
              .formatted(++requests, requests));
    }
  }
}
