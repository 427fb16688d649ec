package dev.parley.scenario;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A server of which every message, sent or received, is validated beside the scenario. */
public final class ValidatedServer implements ServerUnderTest {

  private final ServerUnderTest server;
  private final Validator sent;
  private final Validator received;

  /** Returns the problems of a message, as sentences; none if it is valid. */
  public interface Validator extends Function<String, List<String>> {}

  /** A server that throws an {@link AssertionError} for the first message with a problem. */
  public ValidatedServer(ServerUnderTest server, Validator sent, Validator received) {
    this.server = server;
    this.sent = sent;
    this.received = received;
  }

  @Override
  public Connection connect(String room) throws IOException, InterruptedException {
    return new ValidatedConnection(server.connect(room));
  }

  @Override
  public void advance(Duration time) throws InterruptedException {
    server.advance(time);
  }

  private static void validate(Validator validator, String message) {
    List<String> problems = validator.apply(message);
    if (!problems.isEmpty()) {
      throw new AssertionError(message + " has problems: " + String.join("; ", problems));
    }
  }

  private final class ValidatedConnection implements Connection {
    private final Connection connection;

    ValidatedConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void send(String text) {
      validate(sent, text);
      connection.send(text);
    }

    @Override
    public void sendBinary(byte[] bytes) {
      connection.sendBinary(bytes);
    }

    @Override
    public Received receive(Duration timeout) throws InterruptedException {
      Received next = connection.receive(timeout);
      if (next instanceof Received.Message(String text)) {
        validate(received, text);
      }
      return next;
    }

    @Override
    public void drop() {
      connection.drop();
    }

    @Override
    public void close(int code) {
      connection.close(code);
    }
  }
}
