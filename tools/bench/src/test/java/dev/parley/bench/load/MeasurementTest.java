package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.bench.dialect.RelayDialect;
import dev.parley.bench.measure.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whether a server's mistakes are noticed. However slow it is: the first messages always come. */
class MeasurementTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Post HONEST = (_, message) -> List.of(message);

  @Test
  void anHonestServerHasNoFaults() throws Exception {
    for (Plan plan : List.of(Plan.relay(2, 3), Plan.rate(2, 100), Plan.calls(2))) {
      assertThat(outcome(() -> HONEST, plan).faults()).isEmpty();
    }
  }

  @Test
  void whatComesTwiceIsNoticed() throws Exception {
    Post twice = (number, message) -> number == 1 ? List.of(message, message) : List.of(message);
    assertThat(outcome(() -> twice, Plan.relay(1, 2)).faults()).containsExactly("2 repeated");
  }

  @Test
  void whatIsOutOfOrderIsNoticed() throws Exception {
    assertThat(outcome(Swap::new, Plan.relay(1, 2)).faults()).containsExactly("2 out of order");
  }

  @Test
  void whatIsLostIsNoticed() throws Exception {
    Post lossy = (number, message) -> number == 1 ? List.of() : List.of(message);
    assertThat(outcome(() -> lossy, Plan.relay(1, 2)).faults()).containsExactly("2 lost");
  }

  @Test
  void whatIsDamagedIsNoticed() throws Exception {
    Post careless =
        (number, message) -> {
          message[message.length / 2] ^= (byte) (number == 1 ? 1 : 0);
          return List.of(message);
        };
    assertThat(outcome(() -> careless, Plan.relay(1, 2)).faults())
        .containsExactly("2 lost", "2 damaged");
  }

  @Test
  void whereNobodyListensItCannotBegin() throws Exception {
    PairServer gone = new PairServer(() -> HONEST);
    gone.close();
    assertThatThrownBy(() -> take(gone, Plan.relay(1, 1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("only 0 came in");
  }

  private static Outcome outcome(Supplier<Post> posts, Plan plan) throws IOException {
    try (PairServer server = new PairServer(posts)) {
      return take(server, plan);
    }
  }

  private static Outcome take(PairServer server, Plan plan) throws IOException {
    Plan shortly = plan.lasting(Duration.ZERO, SHORT);
    return Measurement.take(shortly, server.target(), new RelayDialect(), null, _ -> {});
  }

  /** The second message goes first. */
  private static final class Swap implements Post {
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
