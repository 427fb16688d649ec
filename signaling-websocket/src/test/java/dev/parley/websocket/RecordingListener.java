package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Records its calls, for a test to check on its own thread, and runs a reaction to each text. */
final class RecordingListener implements WebSocketListener {
  private final WebSocket socket;
  private final BiConsumer<WebSocket, String> onText;
  private final BlockingQueue<String> events;

  private RecordingListener(
      WebSocket socket, BiConsumer<WebSocket, String> onText, BlockingQueue<String> events) {
    this.socket = socket;
    this.onText = onText;
    this.events = events;
  }

  /**
   * The calls of all listeners of one server, as lines: {@code activity}, the text of a message,
   * {@code binary}, {@code closed CODE}; and lines that tests add.
   */
  static final class Events {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** A factory of listeners that record here, and react to each text as given. */
    Function<WebSocket, WebSocketListener> listener(BiConsumer<WebSocket, String> onText) {
      return socket -> new RecordingListener(socket, onText, events);
    }

    void add(String event) {
      events.add(event);
    }

    /** Waits for the next event, which has to be this one. */
    void expect(String event) throws InterruptedException {
      assertThat(next()).isEqualTo(event);
    }

    String next() throws InterruptedException {
      String next = events.poll(60, TimeUnit.SECONDS);
      assertThat(next).as("event within a minute").isNotNull();
      return next;
    }

    /** Checks that nothing more has been recorded so far. */
    void expectNone() {
      assertThat(events).isEmpty();
    }
  }

  @Override
  public void onText(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    events.add(text);
    onText.accept(socket, text);
  }

  @Override
  public void onBinary(byte[] bytes, int offset, int length) {
    events.add("binary");
  }

  @Override
  public void onActivity() {
    events.add("activity");
  }

  @Override
  public void onClosed(int code) {
    events.add("closed " + code);
  }
}
