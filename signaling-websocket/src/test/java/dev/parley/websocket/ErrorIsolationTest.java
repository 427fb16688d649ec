package dev.parley.websocket;

import static dev.parley.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.StreamConnection;

/**
 * An error in a listener closes its connection, is logged, and does not affect other connections.
 */
class ErrorIsolationTest {
  private final RecordingListener.Events events = new RecordingListener.Events();
  private final Logger logger = Logger.getLogger(WebSocket.class.getName());
  private final Log log = new Log();

  private static final class Log extends Handler {
    final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void captureLog() {
    logger.setUseParentHandlers(false);
    logger.addHandler(log);
  }

  @AfterEach
  void expectNothingElseLogged() {
    logger.removeHandler(log);
    logger.setUseParentHandlers(true);
    assertThat(log.records).isEmpty();
  }

  @Test
  void exceptionInOnTextClosesWith1011() throws Exception {
    expectInternalError((_, _) -> {
      throw new IllegalArgumentException("a bug");
    });
  }

  @Test
  void errorInOnTextClosesWith1011() throws Exception {
    expectInternalError((_, _) -> {
      throw new AssertionError("a bug");
    });
  }

  @Test
  void exceptionInOnSentClosesWith1011() throws Exception {
    BiConsumer<WebSocket, String> onText =
        (socket, _) ->
            socket.runLater(() ->
                socket.sendBinary(
                    utf8("a"),
                    () -> {
                      throw new IllegalArgumentException("a bug");
                    }));
    try (var server = server(onText);
        var other = new TestClient(server);
        var client = new TestClient(server, ClientFrames.text("go"))) {
      client.expectFrame(Opcode.BINARY, utf8("a"));
      client.expectClose(1011);
      expectLogged();
      expectAlive(other);
    }
  }

  @Test
  void exceptionInOnClosedIsLogged() throws Exception {
    try (var server =
        new TestServer(
            0,
            null,
            new MessageLimits(10, 1),
            socket -> new FailingOnClosed(new EchoListener(socket)))) {
      try (var other = new TestClient(server)) {
        try (var client = new TestClient(server, ClientFrames.close(1000))) {
          client.expectClose(1000);
        }
        expectLogged();
        expectAlive(other);
      }
      expectLogged();
    }
  }

  @Test
  void exceptionInListenerFactoryDisconnects() throws Exception {
    try (var server =
            new TestServer(
                0,
                null,
                new MessageLimits(10, 1),
                _ -> {
                  throw new IllegalArgumentException("a bug");
                });
        var client = new TestClient(server)) {
      client.awaitDisconnect();
    }
  }

  @Test
  void openOnAnotherThreadIsRefused() throws Exception {
    Consumer<StreamConnection> open =
        connection ->
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    WebSocket.open(
                        connection,
                        new MessageLimits(10, 1),
                        BufferQuota.unlimited(),
                        EchoListener::new);
                  } catch (IllegalStateException e) {
                    events.add("refused: " + e.getMessage());
                  }
                });
    try (var server = new TestServer(0, null, open);
        var client = new TestClient(server)) {
      events.expect("refused: Open a WebSocket on its connection's I/O thread.");
      client.awaitDisconnect();
    }
  }

  @Test
  void invalidLimitsAreRefused() {
    assertThatThrownBy(() -> new MessageLimits(0, 1)).hasMessageContaining("not 0.");
    assertThatThrownBy(() -> new MessageLimits(Integer.MAX_VALUE, 1))
        .hasMessageContaining("2147483583");
    assertThatThrownBy(() -> new MessageLimits(1, 0)).hasMessageContaining("at least one frame");
  }

  private void expectInternalError(BiConsumer<WebSocket, String> onText) throws Exception {
    try (var server = server(onText);
        var other = new TestClient(server);
        var client =
            new TestClient(server, ClientFrames.text("go"), ClientFrames.text("dropped"))) {
      client.expectClose(1011);
      client.shutdownOutput();
      events.expect("activity");
      events.expect("go");
      events.expect("closed 1011");
      expectLogged();
      expectAlive(other);
    }
  }

  private TestServer server(BiConsumer<WebSocket, String> onText) {
    return new TestServer(0, null, new MessageLimits(10, 1), events.listener(onText));
  }

  private void expectLogged() throws InterruptedException {
    LogRecord record = log.records.poll(60, TimeUnit.SECONDS);
    assertThat(record.getThrown()).hasMessage("a bug");
  }

  private static void expectAlive(TestClient other) throws Exception {
    other.send(ClientFrames.frame(ClientFrames.FIN | Opcode.PING, utf8("alive?")));
    other.expectFrame(Opcode.PONG, utf8("alive?"));
  }

  /** Throws in onClosed. */
  private record FailingOnClosed(WebSocketListener delegate) implements WebSocketListener {

    @Override
    public void onText(byte[] bytes, int offset, int length) {
      delegate.onText(bytes, offset, length);
    }

    @Override
    public void onBinary(byte[] bytes, int offset, int length) {
      delegate.onBinary(bytes, offset, length);
    }

    @Override
    public void onActivity() {
      delegate.onActivity();
    }

    @Override
    public void onClosed(int code) {
      throw new IllegalArgumentException("a bug");
    }
  }
}
