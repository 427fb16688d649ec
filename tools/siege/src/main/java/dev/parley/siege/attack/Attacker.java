package dev.parley.siege.attack;

import dev.parley.siege.server.TargetServer;
import dev.parley.siege.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The clients of one attack, with a limit of connections and of time. Closes all of them. */
public final class Attacker implements AutoCloseable {
  private static final int ONE_ADDRESS = 66; // 127.0.0.66
  private static final int MANY_NETWORK = 1; // 127.0.1.1 and the following
  private static final int MANY_ADDRESSES = 24;
  private static final int SMALL_BUFFER = 4_096;
  private static final int RETRY_MILLIS = 1_000;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final TargetServer server;
  private final boolean manyAddresses;
  private final long deadline;
  private final AttackStatistics statistics;
  private final Verdict verdict;
  private final SplittableRandom random; // guarded by this
  private final Semaphore unusedConnections;
  private final Set<AttackConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** What one client does on one connection. */
  interface Task {
    void run(AttackConnection connection, int client) throws IOException;
  }

  /** What one client does on connections of its own. */
  interface ClientTask {
    void run(int client) throws IOException;
  }

  public Attacker(
      TargetServer server,
      boolean manyAddresses,
      Duration time,
      int maxConnections,
      AttackStatistics statistics,
      Verdict verdict,
      SplittableRandom random) {
    this.server = server;
    this.manyAddresses = manyAddresses;
    this.deadline = System.nanoTime() + time.toNanos();
    this.statistics = statistics;
    this.verdict = verdict;
    this.random = random;
    this.unusedConnections = new Semaphore(maxConnections);
  }

  boolean isOver() {
    return closed || System.nanoTime() - deadline >= 0;
  }

  AttackStatistics statistics() {
    return statistics;
  }

  Verdict verdict() {
    return verdict;
  }

  /** A name that is not in use. */
  String unique(String label) {
    long number = NUMBERS.incrementAndGet();
    synchronized (this) {
      return "%s-%s-%d".formatted(label, Long.toString(random.nextLong() >>> 1, 36), number);
    }
  }

  /** A key for a new seat. */
  String newKey() {
    return unique("key-0123456789abcdef01");
  }

  /** Connects. The same client always has the same address. */
  AttackConnection connect(int client) throws IOException {
    return connect(client, 0);
  }

  /** Connects with a small receive buffer, which is soon full if the client does not read. */
  AttackConnection connectUnread(int client) throws IOException {
    return connect(client, SMALL_BUFFER);
  }

  private AttackConnection connect(int client, int receiveBuffer) throws IOException {
    awaitUnusedConnection();
    AttackConnection connection;
    try {
      connection =
          new AttackConnection(
              this,
              manyAddresses
                  ? server.from(MANY_NETWORK, 1 + client % MANY_ADDRESSES, receiveBuffer)
                  : server.from(0, ONE_ADDRESS, receiveBuffer));
    } catch (IOException e) {
      unusedConnections.release();
      statistics.answered("not connected");
      throw e;
    }
    statistics.connected();
    open.add(connection);
    if (isOver()) {
      connection.close();
    }
    return connection;
  }

  private void awaitUnusedConnection() throws IOException {
    try {
      long left = deadline - System.nanoTime();
      if (closed || !unusedConnections.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        throw new IOException("the attack is over");
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  void closed(AttackConnection connection) {
    if (open.remove(connection)) {
      unusedConnections.release();
    }
  }

  /** Runs a task for many clients at once, each time on a new connection, until the end. */
  void repeat(int clients, Task task) throws InterruptedException {
    crowd(clients, client -> run(connect(client), client, task));
  }

  /** The same for clients that do not read. */
  void repeatUnread(int clients, Task task) throws InterruptedException {
    crowd(clients, client -> run(connectUnread(client), client, task));
  }

  private static void run(AttackConnection opened, int client, Task task) throws IOException {
    try (AttackConnection connection = opened) {
      task.run(connection, client);
    }
  }

  /** Runs a task for many clients at once, again and again until the end. */
  void crowd(int clients, ClientTask task) throws InterruptedException {
    runAtOnce(
        clients,
        client -> {
          while (!isOver()) {
            try {
              task.run(client);
            } catch (IOException e) {
              pause(RETRY_MILLIS); // a refused client retries, but not in a busy loop
            }
          }
        });
  }

  /** Runs a task for many clients at once, one time. Failed clients are left out. */
  void once(int clients, Task task) throws InterruptedException {
    runAtOnce(clients, client -> run(connect(client), client, task));
  }

  private static void runAtOnce(int clients, ClientTask task) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(clients);
    for (int i = 0; i < clients; i++) {
      int client = i;
      Thread.ofVirtual()
          .start(() -> {
            try {
              task.run(client);
            } catch (IOException e) {
              // the server has refused the client
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
  }

  /** Waits, at most until the end of the attack. */
  void pause(int millis) {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    try {
      Thread.sleep(Math.max(0, Math.min(millis, left)));
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Waits until the end of the attack. */
  void hold() {
    pause(Integer.MAX_VALUE);
  }

  /** Closes all connections at the end of the attack. Runs on a thread of its own. */
  public void closeAtDeadline() {
    hold();
    close();
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(AttackConnection::close);
  }
}
