package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step ends at its timeout, and within its memory, whatever the server sends. */
@Timeout(60)
class HostileServerTest {

  @Test
  void stepEndsAtItsTimeoutIfAcksKeepComing() throws Exception {
    assertFails(
        "ann receives {\"type\":\"pong\"}",
        n -> "{\"type\":\"ack\",\"received\":" + n + "}",
        "ann did not receive it");
  }

  @Test
  void stepEndsAtItsTimeoutIfEventsKeepComing() throws Exception {
    assertFails(
        "nobody receives anything",
        n -> "{\"type\":\"message\",\"seq\":" + n + "}",
        "a ping was not answered");
  }

  @Test
  void queueRefusesMoreThanItsLimit() throws Exception {
    ReceivedQueue queue = new ReceivedQueue();
    Received half = new Received.Message("a".repeat(ReceivedQueue.MAX_LENGTH / 2));
    assertThat(queue.add(half)).isTrue();
    assertThat(queue.add(half)).isTrue();
    assertThat(queue.add(new Received.Message("a"))).isFalse();
    assertThat(queue.add(new Received.Closed(1000))).isFalse();
    assertThat(queue.poll(Duration.ZERO)).isEqualTo(half);
    assertThat(queue.poll(Duration.ZERO)).isEqualTo(half);
    assertThat(queue.poll(Duration.ZERO)).isInstanceOf(Received.Invalid.class);
    assertThat(queue.poll(Duration.ZERO)).isEqualTo(new Received.Nothing());
  }

  private static void assertFails(String step, LongFunction<String> message, String reason)
      throws InterruptedException {
    Scenario scenario = Scenario.parse("hostile", "# T\nann connects\n" + step + "\n");
    ScenarioResult result =
        new ScenarioRunner(new EndlessServer(message), Duration.ofMillis(300)).run(scenario);
    assertThat(result.failure().orElseThrow().reason()).isEqualTo(reason);
  }

  /** A server that sends a message every 100 ms, and answers nothing. */
  private record EndlessServer(LongFunction<String> message) implements ServerUnderTest {

    @Override
    public Connection connect(String room) {
      return new Connection() {
        private long next = 1;
        private long at = System.nanoTime();

        @Override
        public Received receive(Duration timeout) throws InterruptedException {
          long now = System.nanoTime();
          long wait = Math.max(0, at - now);
          Thread.sleep(Duration.ofNanos(Math.min(wait, timeout.toNanos())));
          if (wait > timeout.toNanos()) {
            return new Received.Nothing();
          }
          at = System.nanoTime() + Duration.ofMillis(100).toNanos();
          return new Received.Message(message.apply(next++));
        }

        @Override
        public void send(String text) {}

        @Override
        public void sendBinary(byte[] bytes) {}

        @Override
        public void drop() {}

        @Override
        public void close(int code) {}
      };
    }

    @Override
    public void advance(Duration time) {}
  }
}
