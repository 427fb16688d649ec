package dev.parley.siege.honest;

import com.google.gson.JsonObject;
import dev.parley.chaos.Conversation;
import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Seat;
import dev.parley.chaos.Violation;
import dev.parley.client.Endpoint;
import dev.parley.client.HttpConnection;
import dev.parley.siege.verdict.Answers;
import dev.parley.siege.verdict.Judge;
import dev.parley.siege.verdict.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Once a second somebody comes from an address that the server does not know, takes a seat in a new
 * room and leaves, and a monitor asks whether the server is alive and ready.
 */
final class Visits {
  private static final int PERIOD_MILLIS = 1_000;
  private static final int MOST_AT_ONCE = 48;
  private static final int OK = 200;
  private static final int FIRST_NETWORK = 16;
  private static final int ADDRESSES = 250;
  private static final int MONITOR = 3;

  private final Site site;
  private final long seed;
  private final Judge judge;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("visit-", 0).factory());
  private volatile boolean over;

  /** Something that a client does, which takes a time that is measured. */
  private interface Visit {
    void make() throws IOException;
  }

  Visits(Site site, long seed, Judge judge) {
    this.site = site;
    this.seed = seed;
    this.judge = judge;
  }

  void start() {
    threads.execute(() -> {
      for (int number = 0; !over; number++) {
        int now = number;
        begin("A newcomer", Judge.PATIENCE, () -> come(now));
        begin("GET /healthz", Judge.MONITOR_PATIENCE, () -> probe("/healthz"));
        begin("GET /readyz", Judge.MONITOR_PATIENCE, () -> probe("/readyz"));
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

  private void begin(String who, Duration most, Visit visit) {
    if (over || !places.tryAcquire()) {
      return; // those that are under way will tell soon enough
    }
    threads.execute(() -> {
      long began = System.nanoTime();
      try {
        visit.make();
        judge.delay(who, System.nanoTime() - began, most);
      } catch (IOException | Violation e) {
        if (!over) {
          judge.delay(who, System.nanoTime() - began, most);
          Refusals.judge(judge, who, e);
        }
      } finally {
        places.release();
      }
    });
  }

  private void come(int number) throws IOException {
    String room = "siege-%d-newcomer-%d".formatted(seed, number);
    String key = "newcomer-%d-%d-0123456789abcdef".formatted(seed, number);
    Endpoint endpoint = site.from(FIRST_NETWORK + number / ADDRESSES, 1 + number % ADDRESSES);
    JsonObject join = new Conversation(key).join();
    if (number % 2 == 0) {
      try (SocketChannel channel = new SocketChannel(endpoint, room)) {
        channel.join(join);
      }
    } else {
      HttpRequests requests = new HttpRequests(room, key);
      try (var connection = new HttpConnection(endpoint, (int) Judge.PATIENCE.toMillis())) {
        requests.leave(connection, Seat.of(requests.join(connection, join)));
      }
    }
    judge.admitted();
  }

  private void probe(String path) throws IOException {
    Endpoint endpoint = site.from(0, MONITOR);
    try (var connection = new HttpConnection(endpoint, (int) Judge.PATIENCE.toMillis())) {
      var answer = connection.request("GET", path, "", "");
      String body = answer.text();
      String fault = Answers.fault(answer.status(), body);
      if (fault != null || answer.status() != OK) {
        judge.fault(
            "GET %s %s"
                .formatted(
                    path, fault == null ? "was answered with " + answer.status() + "." : fault));
      }
    }
  }
}
