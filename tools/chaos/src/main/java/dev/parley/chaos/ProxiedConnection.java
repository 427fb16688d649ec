package dev.parley.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A TCP connection through the proxy: forwards bytes both ways until its fault plan ends it. */
final class ProxiedConnection {
  private static final int BUFFER_BYTES = 4_096;
  private static final int HALF_CLOSED_MILLIS = 1_500;

  private final Socket client;
  private final Socket server;
  private final FaultPlan plan;
  private final Runnable onCut;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch directions = new CountDownLatch(2);
  private volatile boolean silent;

  /** Calls {@code onCut} when the planned fault occurs. */
  ProxiedConnection(Socket client, Socket server, FaultPlan plan, Runnable onCut) {
    this.client = client;
    this.server = server;
    this.plan = plan;
    this.onCut = onCut;
  }

  /** Returns when both directions have ended. */
  void run() throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    Thread.ofVirtual().start(() -> forward(server, client, false));
    forward(client, server, true);
    try {
      directions.await();
    } catch (InterruptedException e) {
      cut();
    }
  }

  /** Resets both ends now. */
  void cut() {
    ended.countDown();
    close(client, true);
    close(server, true);
  }

  private void forward(Socket from, Socket to, boolean up) {
    try {
      if (copy(from.getInputStream(), to.getOutputStream(), up)) {
        to.shutdownOutput();
      } else {
        apply(plan.fault(), to);
      }
    } catch (IOException e) {
      cut(); // one end was reset: so is the other
    } catch (InterruptedException e) {
      cut();
    } finally {
      directions.countDown();
    }
  }

  /** Returns true at the end of the stream, and false when the fault is due. */
  private boolean copy(InputStream in, OutputStream out, boolean up)
      throws IOException, InterruptedException {
    FaultPlan.Pace pace = plan.pace(up);
    long left = plan.limit(up);
    long copied = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      int offset = 0;
      while (offset < length && left > 0) {
        int most = copied < pace.splitBytes() ? pace.chunkBytes() : BUFFER_BYTES;
        int chunk = (int) Math.min(Math.min(most, left), length - offset);
        delay(copied, chunk, pace);
        if (silent) {
          await(Integer.MAX_VALUE);
          return true;
        }
        out.write(buffer, offset, chunk);
        copied += chunk;
        left -= chunk;
        offset += chunk;
      }
      if (left == 0) {
        return false;
      }
    }
    return true;
  }

  private void delay(long copied, int chunk, FaultPlan.Pace pace) throws InterruptedException {
    if (pace.stallAt() >= copied && pace.stallAt() < copied + chunk) {
      await(pace.stallMillis());
    } else if (pace.delayMillis() > 0) {
      await(pace.delayMillis());
    }
  }

  /** Waits, or returns early if the connection ends. */
  private void await(int millis) throws InterruptedException {
    boolean _ = ended.await(millis, TimeUnit.MILLISECONDS);
  }

  private void apply(Fault fault, Socket to) throws IOException, InterruptedException {
    onCut.run();
    switch (fault) {
      case RESET -> cut();
      case CLOSE -> {
        client.shutdownOutput();
        server.shutdownOutput();
        close(client, false);
        close(server, false);
        ended.countDown();
      }
      case HALF_CLOSE -> {
        to.shutdownOutput();
        await(HALF_CLOSED_MILLIS);
        cut();
      }
      case SILENCE -> {
        silent = true;
        await(plan.silenceMillis());
        cut();
      }
      case NONE -> throw new IllegalStateException("no fault was planned");
    }
  }

  private static void close(Socket socket, boolean reset) {
    try {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException e) {
      // closed already
    }
  }
}
