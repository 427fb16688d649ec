package dev.parley.conformance;

import dev.parley.scenario.Connection;
import dev.parley.scenario.Received;
import dev.parley.scenario.ServerUnderTest;
import dev.parley.schema.ProtocolSchemas;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Validation against protocol/schemas. Unknown members are allowed, as in the protocol. */
final class Schemas {
  private static final ProtocolSchemas SCHEMAS = ProtocolSchemas.open();

  private Schemas() {}

  /** The problems of a JSON text under a schema, which has this path in protocol/schemas. */
  static List<String> problems(String schema, String json) {
    return SCHEMAS.problems(schema, json);
  }

  /** The problems of a message from a client. */
  static List<String> problemsOfRequest(String json) {
    return SCHEMAS.problemsOfRequest(json);
  }

  /** A server whose messages are validated before a scenario receives them. */
  static ServerUnderTest validated(ServerUnderTest server) {
    return new ServerUnderTest() {
      @Override
      public Connection connect(String room) throws IOException, InterruptedException {
        return validated(server.connect(room));
      }

      @Override
      public void advance(Duration time) throws InterruptedException {
        server.advance(time);
      }
    };
  }

  private static Connection validated(Connection connection) {
    return new Connection() {
      @Override
      public Received receive(Duration timeout) throws InterruptedException {
        Received received = connection.receive(timeout);
        if (received instanceof Received.Message(String text)) {
          List<String> problems = SCHEMAS.problemsOfServerMessage(text);
          return problems.isEmpty()
              ? received
              : new Received.Invalid(text, String.join("; ", problems));
        }
        return received;
      }

      @Override
      public void send(String text) {
        connection.send(text);
      }

      @Override
      public void sendBinary(byte[] bytes) {
        connection.sendBinary(bytes);
      }

      @Override
      public void drop() {
        connection.drop();
      }

      @Override
      public void close(int code) {
        connection.close(code);
      }
    };
  }
}
