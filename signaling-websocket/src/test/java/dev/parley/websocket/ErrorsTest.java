package dev.parley.websocket;

import static dev.parley.websocket.Wire.utf8;
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

/** An error in what is done with one connection ends that one, is logged, and harms nobody else. */
class ErrorsTest {
  private final Recorder.Lines lines = new Recorder.Lines();
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
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(log);
  }

  @AfterEach
  void nothingElseIsLogged() {
    logger.removeHandler(log);
    logger.setUseParentHandlers(true);
    assertThat(log.records).isEmpty();
  }

  @Test
  void inTheReceiver() throws Exception {
    ends((_, _) -> {
      throw new IllegalArgumentException("a mistake");
    });
  }

  @Test
  void thatIsNoException() throws Exception {
    ends((_, _) -> {
      throw new AssertionError("a mistake");
    });
  }

  @Test
  void onceMessagesAreSent() throws Exception {
    BiConsumer<WebSocket, String> act =
        (socket, _) ->
            socket.soon(() ->
                socket.sendBinary(
                    utf8("a"),
                    () -> {
                      throw new IllegalArgumentException("a mistake");
                    }));
    try (var server = server(act);
        var other = new Peer(server);
        var peer = new Peer(server, Wire.text("go"))) {
      peer.hears(Opcode.BINARY, utf8("a"));
      peer.hearsClose(1011);
      isLogged();
      worksFor(other);
    }
  }

  @Test
  void atTheEnd() throws Exception {
    try (var server =
        new WebSocketServer(0, null, new Limits(10, 1), socket -> new Failing(new Echo(socket)))) {
      try (var other = new Peer(server)) {
        try (var peer = new Peer(server, Wire.close(1000))) {
          peer.hearsClose(1000);
        }
        isLogged();
        worksFor(other);
      }
      isLogged();
    }
  }

  @Test
  void beforeTheBeginning() throws Exception {
    try (var server =
            new WebSocketServer(
                0,
                null,
                new Limits(10, 1),
                _ -> {
                  throw new IllegalArgumentException("a mistake");
                });
        var peer = new Peer(server)) {
      assertThat(peer.ends()).isTrue();
    }
  }

  @Test
  void anotherThreadCannotOpen() throws Exception {
    Consumer<StreamConnection> open =
        connection ->
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    WebSocket.open(connection, new Limits(10, 1), Quota.unlimited(), Echo::new);
                  } catch (IllegalStateException e) {
                    lines.add("refused: " + e.getMessage());
                  }
                });
    try (var server = new WebSocketServer(0, null, open);
        var peer = new Peer(server)) {
      lines.next("refused: Open a WebSocket on its connection's I/O thread.");
      assertThat(peer.ends()).isTrue();
    }
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Limits(0, 1)).hasMessageContaining("not 0.");
    assertThatThrownBy(() -> new Limits(Integer.MAX_VALUE, 1)).hasMessageContaining("2147483583");
    assertThatThrownBy(() -> new Limits(1, 0)).hasMessageContaining("at least one frame");
  }

  private void ends(BiConsumer<WebSocket, String> act) throws Exception {
    try (var server = server(act);
        var other = new Peer(server);
        var peer = new Peer(server, Wire.text("go"), Wire.text("not heard"))) {
      peer.hearsClose(1011);
      peer.endsItsDirection();
      lines.next("heard");
      lines.next("go");
      lines.next("closed 1011");
      isLogged();
      worksFor(other);
    }
  }

  private WebSocketServer server(BiConsumer<WebSocket, String> act) {
    return new WebSocketServer(0, null, new Limits(10, 1), lines.acting(act));
  }

  private void isLogged() throws InterruptedException {
    LogRecord record = log.records.poll(60, TimeUnit.SECONDS);
    assertThat(record.getThrown()).hasMessage("a mistake");
  }

  private static void worksFor(Peer other) throws Exception {
    other.send(Wire.frame(Wire.FIN | Opcode.PING, utf8("still there?")));
    other.hears(Opcode.PONG, utf8("still there?"));
  }

  /** Fails when it is to hear of the end. */
  private record Failing(Receiver receiver) implements Receiver {

    @Override
    public void text(byte[] bytes, int offset, int length) {
      receiver.text(bytes, offset, length);
    }

    @Override
    public void binary(byte[] bytes, int offset, int length) {
      receiver.binary(bytes, offset, length);
    }

    @Override
    public void heard() {
      receiver.heard();
    }

    @Override
    public void closed(int code) {
      throw new IllegalArgumentException("a mistake");
    }
  }
}
