package dev.parley.websocket;

import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Base of the tests whose server records the calls of its listeners: without and with TLS. */
@ParameterizedClass(name = "TLS: {0}")
@ValueSource(booleans = {false, true})
abstract class AbstractRecordingTest {
  final RecordingListener.Events events = new RecordingListener.Events();
  private final boolean secure;

  AbstractRecordingTest(boolean secure) {
    this.secure = secure;
  }

  /** Starts a server whose listeners run this reaction to each text message. */
  TestServer server(BiConsumer<WebSocket, String> onText) {
    return new TestServer(
        0,
        secure ? TestCertificate.serverContext() : null,
        new MessageLimits(2_000, 10),
        events.listener(onText));
  }
}
