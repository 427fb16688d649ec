package dev.parley.siege.honest;

import dev.parley.chaos.HttpRequests;
import dev.parley.client.Endpoint;
import dev.parley.siege.verdict.Judge;
import dev.parley.siege.verdict.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** People who hold calls, people who come for a moment, and a monitor that asks for the health. */
public final class HonestClients {
  private static final Duration TO_BEGIN = Duration.ofSeconds(30);
  private static final int LOOK_MILLIS = 50;

  private final Site site;
  private final long seed;
  private final Duration resumeWindow;
  private final Judge judge;
  private final SplittableRandom random;
  private final List<Call> calls = new ArrayList<>();
  private final AtomicInteger people = new AtomicInteger();
  private final Visits visits;

  /** How somebody is connected. */
  private enum By {
    WEB_SOCKET,
    EVENT_STREAM,
    LONG_POLL
  }

  public HonestClients(Site site, long seed, Duration resumeWindow, Judge judge) {
    this.site = site;
    this.seed = seed;
    this.resumeWindow = resumeWindow;
    this.judge = judge;
    this.random = new SplittableRandom(seed);
    this.visits = new Visits(site, seed, judge);
    add("sockets", By.WEB_SOCKET, By.WEB_SOCKET, false);
    add("streams", By.EVENT_STREAM, By.EVENT_STREAM, false);
    add("polls", By.LONG_POLL, By.LONG_POLL, false);
    add("socket-and-stream", By.WEB_SOCKET, By.EVENT_STREAM, false);
    add("socket-and-poll", By.WEB_SOCKET, By.LONG_POLL, false);
    add("cut-sockets", By.WEB_SOCKET, By.WEB_SOCKET, true);
    add("cut-stream", By.WEB_SOCKET, By.EVENT_STREAM, true);
  }

  private void add(String name, By first, By second, boolean restless) {
    String room = "siege-%d-%s".formatted(seed, name);
    Call call = new Call(name, judge);
    call.add(caller(call, room, first, restless));
    call.add(caller(call, room, second, restless));
    calls.add(call);
  }

  private Caller caller(Call call, String room, By by, boolean restless) {
    int number = people.getAndIncrement();
    String key = "honest-%d-%d-0123456789abcdef".formatted(seed, number);
    Endpoint endpoint = site.from(0, 2 + number % 2);
    Caller.Opener opener =
        switch (by) {
          case WEB_SOCKET -> () -> new SocketChannel(endpoint, room);
          case EVENT_STREAM -> () -> new HttpChannel(endpoint, new HttpRequests(room, key), true);
          case LONG_POLL -> () -> new HttpChannel(endpoint, new HttpRequests(room, key), false);
        };
    String name = "An honest client by " + by.toString().toLowerCase(Locale.ROOT);
    return new Caller(call, name, key, opener, restless, resumeWindow, judge, random.split());
  }

  /** Begins all calls, and returns whether everybody has heard somebody in time. */
  public boolean begin() throws InterruptedException {
    calls.forEach(Call::start);
    long deadline = System.nanoTime() + TO_BEGIN.toNanos();
    while (!calls.stream().allMatch(Call::isUnderWay)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    visits.start();
    return true;
  }

  /** To be called every second: tells of clients that have heard nothing for too long. */
  public void check() {
    calls.forEach(Call::checkSilence);
  }

  /** Lets everybody hear what was said, and tells what nobody has heard. */
  public void finish() throws InterruptedException {
    visits.end();
    calls.forEach(Call::close);
    long deadline = System.nanoTime() + Judge.PATIENCE.toNanos();
    for (Call call : calls) {
      String missing = call.missing();
      while (missing != null && !call.isOver() && System.nanoTime() < deadline) {
        Thread.sleep(LOOK_MILLIS);
        missing = call.missing();
      }
      if (missing != null && !call.isOver()) {
        judge.fault(missing);
      }
    }
    end();
  }

  /** Ends everything at once. */
  public void end() {
    visits.end();
    calls.forEach(Call::end);
  }
}
