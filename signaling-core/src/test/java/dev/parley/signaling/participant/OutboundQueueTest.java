package dev.parley.signaling.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
  private static final int BOUND = 10;

  private final Link link = mock();
  private final List<String> written = new ArrayList<>();
  private final List<Runnable> writes = new ArrayList<>();
  private final Budget budget = new Budget(1_000_000);
  private final List<String> asked = new ArrayList<>();
  private final OutboundQueue pump = pump(link, BOUND, budget);

  @BeforeEach
  void writesEndWhenTheTestSaysSo() {
    doCallRealMethod().when(link).flushSoon(any());
    doAnswer(
            call -> {
              List<byte[]> messages = call.getArgument(0);
              messages.forEach(bytes -> written.add(new String(bytes, StandardCharsets.UTF_8)));
              writes.add(call.getArgument(1));
              return null;
            })
        .when(link)
        .send(any(), any());
  }

  @Test
  void whatIsOfferedWhileAWriteIsUnderWayGoesOutInOneWriteAfterIt() {
    offer("a");
    pump.flush();
    offer("b");
    offer("c");
    pump.flush();
    assertThat(written).containsExactly("a");
    writes.getFirst().run();
    assertThat(written).containsExactly("a", "b", "c");
    verify(link, times(2)).send(any(), any());
  }

  @Test
  void aLinkThatWaitsForTheEndOfItsRoundGetsAllOfItAtOnce() {
    List<Runnable> endOfRound = new ArrayList<>();
    doAnswer(
            call -> {
              endOfRound.add(call.getArgument(0));
              return null;
            })
        .when(link)
        .flushSoon(any());
    for (String text : List.of("a", "b", "c")) {
      offer(text);
      pump.flush();
    }
    assertThat(written).isEmpty();
    assertThat(endOfRound).hasSize(1);
    endOfRound.removeFirst().run();
    assertThat(written).containsExactly("a", "b", "c");
    verify(link, times(1)).send(any(), any());
    writes.getFirst().run();
    assertThat(endOfRound).isEmpty();
  }

  @Test
  void whatIsTakenWhileAnotherThreadHandsOverReachesTheLinkAfterIt() {
    doAnswer(
            call -> {
              offer("b"); // by a thread that is faster
              pump.close(CloseCode.REPLACED);
              pump.flush();
              List<byte[]> messages = call.getArgument(0);
              messages.forEach(bytes -> written.add(new String(bytes, StandardCharsets.UTF_8)));
              return null;
            })
        .when(link)
        .send(any(), any());
    offer("a");
    pump.flush();
    assertThat(written).containsExactly("a", "b");
    verify(link).close(CloseCode.REPLACED);
  }

  @Test
  void aCloseComesAfterWhatWasOffered() {
    offer("last words");
    pump.close(CloseCode.NORMAL);
    offer("too late");
    pump.flush();
    var order = inOrder(link);
    order.verify(link).send(any(), any());
    order.verify(link).close(CloseCode.NORMAL);
    assertThat(written).containsExactly("last words");
  }

  @Test
  void aLinkThatIsTooSlowIsClosedThoughItsWriteNeverEnds() {
    offer("12345");
    pump.flush();
    offer("123456");
    pump.flush();
    verify(link).close(CloseCode.SLOW);
    offer("more");
    pump.flush();
    writes.getFirst().run();
    assertThat(written).containsExactly("12345");
    verify(link, times(1)).close(any());
  }

  @Test
  void whatIsWrittenNoLongerCounts() {
    for (int i = 0; i < 3; i++) {
      offer("123456789");
      pump.flush();
      writes.get(i).run();
    }
    verify(link, never()).close(any());
  }

  @Test
  void eventsBeyondTheWindowWaitInTheLogUntilTheLinkHasSentWhatItHad() {
    doCallRealMethod().when(link).flushNow(any());
    OutboundQueue roomy = pump(link, 1 << 20, budget);
    byte[] event = new byte[20_000];
    assertThat(roomy.offerEvent(() -> event)).isTrue();
    assertThat(roomy.offerEvent(() -> event)).isTrue();
    assertThat(roomy.offerEvent(() -> event)).isFalse();
    assertThat(asked).isEmpty();
    roomy.flush();
    writes.getFirst().run();
    assertThat(asked).containsExactly("more");
    assertThat(roomy.offerEvent(() -> event)).isTrue();
    roomy.flush();
    writes.getLast().run();
    assertThat(asked).hasSize(1); // nothing was refused since
    verify(link, never()).close(any());
  }

  @Test
  void onAnOverdrawnAccountEventsGoOneAtATime() {
    Budget small = new Budget(2_000);
    OutboundQueue fast = pump(link, 1 << 20, small);
    small.take(1_600);
    assertThat(fast.offerEvent(() -> new byte[10])).isTrue();
    assertThat(fast.offerEvent(() -> new byte[10])).isFalse();
    fast.flush();
    writes.getFirst().run();
    assertThat(asked).containsExactly("more");
    assertThat(fast.closeCode()).isNull();
  }

  @Test
  void onAnAccountThatIsFarOverdrawnEventsWaitUntilATickFindsItRelieved() {
    Budget small = new Budget(2_000);
    OutboundQueue fast = pump(link, 1 << 20, small);
    small.take(2_001);
    assertThat(fast.offerEvent(() -> new byte[10])).isFalse();
    fast.catchUp();
    assertThat(asked).isEmpty();
    small.release(2_001);
    fast.catchUp();
    assertThat(asked).containsExactly("more");
    assertThat(small.taken()).isZero();
  }

  @Test
  void messagesThatCannotWaitCostAnOverdrawnLinkItsConnection() {
    Budget small = new Budget(100_000);
    OutboundQueue slow = pump(link, 1 << 20, small);
    small.take(80_000);
    slow.offer(new byte[5_000]);
    slow.offer(new byte[5_000]);
    assertThat(slow.closeCode()).isNull();
    small.take(20_001);
    slow.offer(new byte[10]);
    assertThat(slow.closeCode()).isEqualTo(CloseCode.SLOW);
    assertThat(small.taken()).isEqualTo(100_001);
    OutboundQueue modest = pump(link, 1 << 20, small);
    small.take(1);
    modest.offer(new byte[1_000]);
    assertThat(modest.closeCode()).isNull();
  }

  @Test
  void acknowledgementsDoNotCostALinkItsConnectionWhileAnEventIsUnderWay() {
    Budget small = new Budget(200_000);
    OutboundQueue fast = pump(link, 1 << 20, small);
    small.take(160_000);
    doCallRealMethod().when(link).flushNow(any());
    assertThat(fast.offerEvent(() -> new byte[39_000])).isTrue();
    fast.flush();
    fast.offer(new byte[10]);
    assertThat(fast.closeCode()).isNull();
    small.take(10_000);
    fast.offer(new byte[10]);
    assertThat(fast.closeCode()).isNull();
    writes.getFirst().run();
    assertThat(small.taken()).isEqualTo(170_020);
  }

  @Test
  void theBytesThatALinkHoldsCountUntilItIsGone() {
    OutboundQueue slow = pump(link, 1 << 20, budget);
    slow.offer(new byte[5_000]);
    slow.flush();
    slow.offer(new byte[700]);
    slow.cut();
    slow.flush();
    assertThat(budget.taken()).isEqualTo(5_000);
    slow.end();
    assertThat(budget.taken()).isZero();
    writes.getFirst().run(); // too late to count
    assertThat(budget.taken()).isZero();
  }

  @Test
  void aLinkThatThrowsTakesNothingMore() {
    doThrow(new IllegalStateException("a defect")).when(link).send(any(), any());
    offer("a");
    assertThatIllegalStateException().isThrownBy(pump::flush);
    assertThat(pump.closeCode()).isEqualTo(CloseCode.SLOW);
    verify(link).close(CloseCode.SLOW);
    pump.end();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void aCloseDoesNotOvertakeWhatAnotherThreadIsHandingOver() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Link slow =
        new Link() {
          @Override
          public void send(List<byte[]> messages, Runnable sent) {
            inside.countDown();
            await(goOn);
            messages.forEach(bytes -> order.add(new String(bytes, StandardCharsets.UTF_8)));
            sent.run();
          }

          @Override
          public void close(CloseCode code) {
            order.add(code.name());
          }
        };
    OutboundQueue shared = pump(slow, 1_000, budget);
    shared.offer("first".getBytes(StandardCharsets.UTF_8));
    Thread other = Thread.ofPlatform().start(shared::flush);
    await(inside);
    shared.offer("second".getBytes(StandardCharsets.UTF_8));
    shared.close(CloseCode.RATE_LIMITED);
    shared.flush();
    goOn.countDown();
    other.join();
    assertThat(order).containsExactly("first", "second", "RATE_LIMITED");
  }

  @Test
  void aLinkThatIsGoneIsNotCalledAgain() {
    offer("a");
    pump.end();
    offer("b");
    pump.close(CloseCode.NORMAL);
    pump.flush();
    verify(link, never()).send(any(), any());
    verify(link, never()).close(any());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A thousand who join one room at once are told of each other in one round. */
  @Test
  void largeBatchesFlushImmediately() {
    List<Runnable> endOfRound = new ArrayList<>();
    doAnswer(call -> endOfRound.add(call.getArgument(0))).when(link).flushSoon(any());
    doCallRealMethod().when(link).flushNow(any());
    OutboundQueue roomy = pump(link, 1 << 20, budget);
    byte[] message = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    roomy.offer(message);
    roomy.flush();
    assertThat(written).isEmpty();
    roomy.offer(message);
    roomy.flush();
    assertThat(written).hasSize(2);
    writes.getFirst().run();
    endOfRound.forEach(Runnable::run); // there is nothing left to do
    assertThat(written).hasSize(2);
  }

  private OutboundQueue pump(Link to, int most, Budget account) {
    return new OutboundQueue(to, most, account.quota(), () -> asked.add("more"));
  }

  private void offer(String text) {
    pump.offer(text.getBytes(StandardCharsets.UTF_8));
  }
}
