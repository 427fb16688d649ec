package dev.parley.siege.honest;

import com.google.gson.JsonObject;
import dev.parley.chaos.Conversation;
import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Seat;
import dev.parley.chaos.Violation;
import dev.parley.client.Endpoint;
import dev.parley.client.HttpConnection;
import dev.parley.siege.server.TargetServer;
import dev.parley.siege.verdict.ResponseRules;
import dev.parley.siege.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Starts a newcomer and two health checks each second. The newcomer has an address that the server
 * has not seen, joins a new room and leaves.
 */
final class PeriodicClients {
  private static final int PERIOD_MILLIS = 1_000;
  private static final int MAX_CONCURRENT = 48;
  private static final int OK = 200;
  private static final int FIRST_NETWORK = 16;
  private static final int ADDRESSES = 250;
  private static final int HEALTH_CHECK_ADDRESS = 3;

  private final TargetServer server;
  private final long seed;
  private final Verdict verdict;
  private final Semaphore permits = new Semaphore(MAX_CONCURRENT);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("periodic-client-", 0).factory());
  private volatile boolean over;

  private interface Task {
    void run() throws IOException;
  }

  PeriodicClients(TargetServer server, long seed, Verdict verdict) {
    this.server = server;
    this.seed = seed;
    this.verdict = verdict;
  }

  void start() {
    threads.execute(() -> {
      for (int number = 0; !over; number++) {
        int now = number;
        begin("A newcomer", Verdict.CLIENT_TIMEOUT, () -> join(now));
        begin("GET /healthz", Verdict.HEALTH_TIMEOUT, () -> probe("/healthz"));
        begin("GET /readyz", Verdict.HEALTH_TIMEOUT, () -> probe("/readyz"));
        try {
          Thread.sleep(PERIOD_MILLIS);
        } catch (InterruptedException e) {
          return;
        }
      }
    });
  }

  void end() {
    over = true;
    threads.shutdown();
  }

  private void begin(String who, Duration timeout, Task task) {
    if (over || !permits.tryAcquire()) {
      return; // the tasks under way will time out
    }
    threads.execute(() -> {
      long began = System.nanoTime();
      try {
        task.run();
        verdict.delay(who, System.nanoTime() - began, timeout);
      } catch (IOException | Violation e) {
        if (!over) {
          verdict.delay(who, System.nanoTime() - began, timeout);
          Refusals.record(verdict, who, e);
        }
      } finally {
        permits.release();
      }
    });
  }

  private void join(int number) throws IOException {
    String room = "siege-%d-newcomer-%d".formatted(seed, number);
    String key = "newcomer-%d-%d-0123456789abcdef".formatted(seed, number);
    Endpoint endpoint = server.from(FIRST_NETWORK + number / ADDRESSES, 1 + number % ADDRESSES);
    JsonObject join = new Conversation(key).join();
    if (number % 2 == 0) {
      try (WebSocketClientConnection connection = new WebSocketClientConnection(endpoint, room)) {
        connection.join(join);
      }
    } else {
      HttpRequests requests = new HttpRequests(room, key);
      try (var connection = new HttpConnection(endpoint, (int) Verdict.CLIENT_TIMEOUT.toMillis())) {
        requests.leave(connection, Seat.of(requests.join(connection, join)));
      }
    }
    verdict.admitted();
  }

  private void probe(String path) throws IOException {
    Endpoint endpoint = server.from(0, HEALTH_CHECK_ADDRESS);
    try (var connection = new HttpConnection(endpoint, (int) Verdict.CLIENT_TIMEOUT.toMillis())) {
      var answer = connection.request("GET", path, "", "");
      String body = answer.text();
      String fault = ResponseRules.fault(answer.status(), body);
      if (fault != null || answer.status() != OK) {
        verdict.fault(
            "GET %s %s"
                .formatted(
                    path, fault == null ? "was answered with " + answer.status() + "." : fault));
      }
    }
  }
}
