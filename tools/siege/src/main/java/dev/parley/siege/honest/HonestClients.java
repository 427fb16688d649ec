package dev.parley.siege.honest;

import dev.parley.chaos.HttpRequests;
import dev.parley.client.Endpoint;
import dev.parley.siege.server.TargetServer;
import dev.parley.siege.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The clients that keep to the protocol: calls, newcomers and health checks. */
public final class HonestClients {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final int POLL_MILLIS = 50;

  private final TargetServer server;
  private final long seed;
  private final Duration resumeWindow;
  private final Verdict verdict;
  private final SplittableRandom random;
  private final List<Call> calls = new ArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final PeriodicClients periodicClients;

  private enum Transport {
    WEB_SOCKET,
    EVENT_STREAM,
    LONG_POLL
  }

  public HonestClients(TargetServer server, long seed, Duration resumeWindow, Verdict verdict) {
    this.server = server;
    this.seed = seed;
    this.resumeWindow = resumeWindow;
    this.verdict = verdict;
    this.random = new SplittableRandom(seed);
    this.periodicClients = new PeriodicClients(server, seed, verdict);
    add("sockets", Transport.WEB_SOCKET, Transport.WEB_SOCKET, false);
    add("streams", Transport.EVENT_STREAM, Transport.EVENT_STREAM, false);
    add("polls", Transport.LONG_POLL, Transport.LONG_POLL, false);
    add("socket-and-stream", Transport.WEB_SOCKET, Transport.EVENT_STREAM, false);
    add("socket-and-poll", Transport.WEB_SOCKET, Transport.LONG_POLL, false);
    add("cut-sockets", Transport.WEB_SOCKET, Transport.WEB_SOCKET, true);
    add("cut-stream", Transport.WEB_SOCKET, Transport.EVENT_STREAM, true);
  }

  private void add(String name, Transport first, Transport second, boolean cutsConnections) {
    String room = "siege-%d-%s".formatted(seed, name);
    Call call = new Call(name, verdict);
    call.add(client(call, room, first, cutsConnections));
    call.add(client(call, room, second, cutsConnections));
    calls.add(call);
  }

  private CallClient client(Call call, String room, Transport transport, boolean cutsConnections) {
    int number = numbers.getAndIncrement();
    String key = "honest-%d-%d-0123456789abcdef".formatted(seed, number);
    Endpoint endpoint = server.from(0, 2 + number % 2);
    CallClient.Opener opener =
        switch (transport) {
          case WEB_SOCKET -> () -> new WebSocketClientConnection(endpoint, room);
          case EVENT_STREAM ->
              () -> new HttpClientConnection(endpoint, new HttpRequests(room, key), true);
          case LONG_POLL ->
              () -> new HttpClientConnection(endpoint, new HttpRequests(room, key), false);
        };
    String name = "An honest client by " + transport.toString().toLowerCase(Locale.ROOT);
    return new CallClient(
        call, name, key, opener, cutsConnections, resumeWindow, verdict, random.split());
  }

  /** Starts all calls, and returns whether every client has received a message in time. */
  public boolean begin() throws InterruptedException {
    calls.forEach(Call::start);
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!calls.stream().allMatch(Call::isUnderWay)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    periodicClients.start();
    return true;
  }

  /** Checks, once a second, that all clients receive messages. */
  public void check() {
    calls.forEach(Call::checkSilence);
  }

  /** Waits until sent messages have arrived, and records a fault for each call that lost one. */
  public void finish() throws InterruptedException {
    periodicClients.end();
    calls.forEach(Call::close);
    long deadline = System.nanoTime() + Verdict.CLIENT_TIMEOUT.toNanos();
    for (Call call : calls) {
      String missing = call.missing();
      while (missing != null && !call.isOver() && System.nanoTime() < deadline) {
        Thread.sleep(POLL_MILLIS);
        missing = call.missing();
      }
      if (missing != null && !call.isOver()) {
        verdict.fault(missing);
      }
    }
    end();
  }

  /** Ends all clients at once. */
  public void end() {
    periodicClients.end();
    calls.forEach(Call::end);
  }
}
