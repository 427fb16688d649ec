package dev.parley.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One connection through the proxy, both ways, with what befalls it. */
final class Passage {
  private static final int BUFFER_BYTES = 4_096;
  private static final int HALF_CLOSED_MILLIS = 1_500;

  private final Socket client;
  private final Socket server;
  private final Plan plan;
  private final Runnable onCut;
  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch bothWays = new CountDownLatch(2);
  private volatile boolean silent;

  Passage(Socket client, Socket server, Plan plan, Runnable onCut) {
    this.client = client;
    this.server = server;
    this.plan = plan;
    this.onCut = onCut;
  }

  /** Returns when both directions have ended. */
  void run() throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    Thread.ofVirtual().start(() -> flow(server, client, false));
    flow(client, server, true);
    try {
      bothWays.await();
    } catch (InterruptedException e) {
      cut();
    }
  }

  /** Ends it now. */
  void cut() {
    end.countDown();
    close(client, true);
    close(server, true);
  }

  private void flow(Socket from, Socket to, boolean up) {
    try {
      if (copy(from.getInputStream(), to.getOutputStream(), up)) {
        to.shutdownOutput();
      } else {
        breakBy(plan.fault(), to);
      }
    } catch (IOException e) {
      cut(); // one end has broken it: so the other is told
    } catch (InterruptedException e) {
      cut();
    } finally {
      bothWays.countDown();
    }
  }

  /** Whether it came to its end before the plan broke it. */
  private boolean copy(InputStream in, OutputStream out, boolean up)
      throws IOException, InterruptedException {
    Plan.Pace pace = plan.pace(up);
    long left = plan.limit(up);
    long passed = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      int offset = 0;
      while (offset < length && left > 0) {
        int most = passed < pace.broken() ? pace.piece() : BUFFER_BYTES;
        int piece = (int) Math.min(Math.min(most, left), length - offset);
        pause(passed, piece, pace);
        if (silent) {
          rest(Integer.MAX_VALUE);
          return true;
        }
        out.write(buffer, offset, piece);
        passed += piece;
        left -= piece;
        offset += piece;
      }
      if (left == 0) {
        return false;
      }
    }
    return true;
  }

  private void pause(long passed, int piece, Plan.Pace pace) throws InterruptedException {
    if (pace.stallAt() >= passed && pace.stallAt() < passed + piece) {
      rest(pace.stallMillis());
    } else if (pace.delayMillis() > 0) {
      rest(pace.delayMillis());
    }
  }

  /** For so long, unless it is cut meanwhile. */
  private void rest(int millis) throws InterruptedException {
    boolean _ = end.await(millis, TimeUnit.MILLISECONDS);
  }

  private void breakBy(Fault fault, Socket to) throws IOException, InterruptedException {
    onCut.run();
    switch (fault) {
      case RESET -> cut();
      case END -> {
        client.shutdownOutput();
        server.shutdownOutput();
        close(client, false);
        close(server, false);
        end.countDown();
      }
      case HALF_CLOSE -> {
        to.shutdownOutput();
        rest(HALF_CLOSED_MILLIS);
        cut();
      }
      case SILENCE -> {
        silent = true;
        rest(plan.silenceMillis());
        cut();
      }
      case NONE -> throw new IllegalStateException("nothing was to happen");
    }
  }

  private static void close(Socket socket, boolean reset) {
    try {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException e) {
      // it has ended already
    }
  }
}
