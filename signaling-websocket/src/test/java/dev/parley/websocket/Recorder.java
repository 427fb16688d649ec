package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes down what it receives, for a test to read on its own thread, and acts upon texts. */
final class Recorder implements Receiver {
  private final WebSocket socket;
  private final BiConsumer<WebSocket, String> act;
  private final BlockingQueue<String> lines;

  private Recorder(
      WebSocket socket, BiConsumer<WebSocket, String> act, BlockingQueue<String> lines) {
    this.socket = socket;
    this.act = act;
    this.lines = lines;
  }

  /** What the connections of one server have received. */
  static final class Lines {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** Makes recorders that do this when a text comes. */
    Function<WebSocket, Receiver> acting(BiConsumer<WebSocket, String> act) {
      return socket -> new Recorder(socket, act, lines);
    }

    void add(String line) {
      lines.add(line);
    }

    void next(String line) throws InterruptedException {
      assertThat(next()).isEqualTo(line);
    }

    String next() throws InterruptedException {
      String next = lines.poll(60, TimeUnit.SECONDS);
      assertThat(next).as("what comes in time").isNotNull();
      return next;
    }

    void isEmpty() {
      assertThat(lines).isEmpty();
    }
  }

  @Override
  public void text(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    lines.add(text);
    act.accept(socket, text);
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    lines.add("binary");
  }

  @Override
  public void heard() {
    lines.add("heard");
  }

  @Override
  public void closed(int code) {
    lines.add("closed " + code);
  }
}
