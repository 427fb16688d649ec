package dev.parley.siege.attack;

import dev.parley.chaos.HttpRequests;
import dev.parley.chaos.Seat;
import dev.parley.siege.verdict.Judge;
import dev.parley.siege.verdict.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The means of one attack while it lasts: connections, clients and time. Ends all of them. */
public final class Attacker implements AutoCloseable {
  private static final int ONE_ADDRESS = 66;
  private static final int MANY_NETWORK = 1;
  private static final int MANY_ADDRESSES = 24;
  private static final int SMALL_BUFFER = 4_096;
  private static final int PAUSE_MILLIS = 1_000;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Site site;
  private final boolean manyAddresses;
  private final long deadline;
  private final Ledger ledger;
  private final Judge judge;
  private final SplittableRandom random;
  private final Semaphore places;
  private final Set<AttackConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** What one of many clients does, again and again. */
  interface Task {
    void run(int client) throws IOException, InterruptedException;
  }

  /** With at most so many connections at once. */
  public Attacker(
      Site site,
      boolean manyAddresses,
      Duration time,
      int connections,
      Ledger ledger,
      Judge judge,
      SplittableRandom random) {
    this.site = site;
    this.manyAddresses = manyAddresses;
    this.deadline = System.nanoTime() + time.toNanos();
    this.ledger = ledger;
    this.judge = judge;
    this.random = random;
    this.places = new Semaphore(connections);
  }

  boolean isOver() {
    return closed || System.nanoTime() - deadline >= 0;
  }

  Ledger ledger() {
    return ledger;
  }

  Judge judge() {
    return judge;
  }

  synchronized SplittableRandom random() {
    return random.split();
  }

  /** A name that nothing else in this process has. */
  String fresh(String label) {
    return "%s-%s-%d".formatted(label, Long.toString(random().nextLong() >>> 1, 36), number());
  }

  private static long number() {
    return NUMBERS.incrementAndGet();
  }

  /** Connects; the same client always comes from the same address. */
  AttackConnection connect(int client) throws IOException {
    return connect(client, 0);
  }

  /** Connects with a receive buffer that is soon full, for somebody who is not going to read. */
  AttackConnection connectUnread(int client) throws IOException {
    return connect(client, SMALL_BUFFER);
  }

  private AttackConnection connect(int client, int receiveBuffer) throws IOException {
    takePlace();
    AttackConnection connection;
    try {
      connection =
          new AttackConnection(
              this,
              manyAddresses
                  ? site.from(MANY_NETWORK, 1 + client % MANY_ADDRESSES, receiveBuffer)
                  : site.from(0, ONE_ADDRESS, receiveBuffer));
    } catch (IOException e) {
      places.release();
      ledger.answered("not connected");
      throw e;
    }
    ledger.connected();
    open.add(connection);
    if (isOver()) {
      connection.close();
    }
    return connection;
  }

  private void takePlace() throws IOException {
    try {
      long left = deadline - System.nanoTime();
      if (closed || !places.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        throw new IOException("the attack is over");
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  void closed(AttackConnection connection) {
    if (open.remove(connection)) {
      places.release();
    }
  }

  /** Takes a seat, and returns the head of a post from it, which lacks the length of its body. */
  String seatedPost() throws IOException {
    HttpRequests requests = new HttpRequests(fresh("post"), fresh("key-0123456789abcdef01"));
    try (AttackConnection connection = connect(0)) {
      Seat seat = Seat.of(connection.join(requests.room(), requests.key(), ""));
      return Texts.post(requests.path(seat) + "/messages")
          + requests.bearer().replace("\r\n", "\n");
    }
  }

  /** So many clients at once, each of which begins again when it has done or failed. */
  void crowd(int clients, Task task) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(clients);
    for (int i = 0; i < clients; i++) {
      int client = i;
      Thread.ofVirtual()
          .start(() -> {
            try {
              repeat(client, task);
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
  }

  private void repeat(int client, Task task) {
    while (!isOver()) {
      try {
        task.run(client);
      } catch (IOException e) {
        pause(PAUSE_MILLIS); // a refused client comes again, but does not spin
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Each of so many clients once, all at the same time; those that fail are left out. */
  void once(int clients, Task task) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(clients);
    for (int i = 0; i < clients; i++) {
      int client = i;
      Thread.ofVirtual()
          .start(() -> {
            try {
              task.run(client);
            } catch (IOException | InterruptedException e) {
              // the server has turned it away
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
  }

  /** Does nothing for a while, or until the attack is over. */
  void pause(int millis) {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    try {
      Thread.sleep(Math.max(0, Math.min(millis, left)));
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Does nothing until the attack is over. */
  void hold() {
    pause(Integer.MAX_VALUE);
  }

  /** Waits for the end, closing all connections then. To be called beside {@link Attack#run}. */
  public void closeInTime() {
    hold();
    close();
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(AttackConnection::close);
  }
}
