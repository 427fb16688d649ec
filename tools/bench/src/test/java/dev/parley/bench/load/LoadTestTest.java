package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.bench.load.RelayServer.Delivery;
import dev.parley.bench.protocol.ServerProtocols;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Detection of a server's faults. They affect the first messages, which a slow machine sends, too.
 */
class LoadTestTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Delivery CORRECT = (_, message) -> List.of(message);

  @Test
  void aCorrectServerHasNoFaults() throws Exception {
    for (Workload workload :
        List.of(Workload.relay(2, 3), Workload.rate(2, 100), Workload.calls(2))) {
      assertThat(sample(() -> CORRECT, workload).faults()).isEmpty();
    }
  }

  @Test
  void detectsRepeatedMessages() throws Exception {
    Delivery twice =
        (number, message) -> number == 1 ? List.of(message, message) : List.of(message);
    assertThat(sample(() -> twice, Workload.relay(1, 2)).faults()).containsExactly("2 repeated");
  }

  @Test
  void detectsReorderedMessages() throws Exception {
    assertThat(sample(Swap::new, Workload.relay(1, 2)).faults()).containsExactly("2 out of order");
  }

  @Test
  void detectsLostMessages() throws Exception {
    Delivery lossy = (number, message) -> number == 1 ? List.of() : List.of(message);
    assertThat(sample(() -> lossy, Workload.relay(1, 2)).faults()).containsExactly("2 lost");
  }

  @Test
  void detectsDamagedMessages() throws Exception {
    Delivery damaging =
        (number, message) -> {
          message[message.length / 2] ^= (byte) (number == 1 ? 1 : 0);
          return List.of(message);
        };
    assertThat(sample(() -> damaging, Workload.relay(1, 2)).faults())
        .containsExactly("2 lost", "2 damaged");
  }

  @Test
  void failsWithoutAServer() throws Exception {
    RelayServer stopped = new RelayServer(() -> CORRECT);
    stopped.close();
    assertThatThrownBy(() -> run(stopped, Workload.relay(1, 1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("only 0 of 2 clients could join");
  }

  private static Sample sample(Supplier<Delivery> deliveries, Workload workload)
      throws IOException {
    try (RelayServer server = new RelayServer(deliveries)) {
      return run(server, workload);
    }
  }

  private static Sample run(RelayServer server, Workload workload) throws IOException {
    Workload brief = workload.lasting(Duration.ZERO, SHORT);
    return LoadTest.run(brief, server.target(), new ServerProtocols.WsRelay(), null, _ -> {});
  }

  /** Delivers the second message before the first. */
  private static final class Swap implements Delivery {
    private byte[] first = {};

    @Override
    public List<byte[]> deliver(int number, byte[] message) {
      return switch (number) {
        case 1 -> {
          first = message;
          yield List.of();
        }
        case 2 -> List.of(message, first);
        default -> List.of(message);
      };
    }
  }
}
