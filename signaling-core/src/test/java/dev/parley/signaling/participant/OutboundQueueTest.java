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

/** Batching, order, the window and the unsent budget of one link. */
class OutboundQueueTest {
  private static final int MAX_BYTES = 10;

  private final Link link = mock();
  private final List<String> written = new ArrayList<>();
  private final List<Runnable> writes = new ArrayList<>();
  private final Budget budget = new Budget(1_000_000);
  private final List<String> requested = new ArrayList<>();
  private final OutboundQueue queue = queue(link, MAX_BYTES, budget);

  @BeforeEach
  void completeWritesInTheTest() {
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
  void messagesAddedDuringAWriteGoOutInOneBatch() {
    offer("a");
    queue.flush();
    offer("b");
    offer("c");
    queue.flush();
    assertThat(written).containsExactly("a");
    writes.getFirst().run();
    assertThat(written).containsExactly("a", "b", "c");
    verify(link, times(2)).send(any(), any());
  }

  @Test
  void messagesOfOneRoundGoOutInOneBatch() {
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
      queue.flush();
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
  void messagesAddedDuringSendFollowIt() {
    doAnswer(
            call -> {
              offer("b"); // as another thread may
              queue.close(CloseCode.REPLACED);
              queue.flush();
              List<byte[]> messages = call.getArgument(0);
              messages.forEach(bytes -> written.add(new String(bytes, StandardCharsets.UTF_8)));
              return null;
            })
        .when(link)
        .send(any(), any());
    offer("a");
    queue.flush();
    assertThat(written).containsExactly("a", "b");
    verify(link).close(CloseCode.REPLACED);
  }

  @Test
  void closeFollowsEarlierMessages() {
    offer("last words");
    queue.close(CloseCode.NORMAL);
    offer("too late");
    queue.flush();
    var order = inOrder(link);
    order.verify(link).send(any(), any());
    order.verify(link).close(CloseCode.NORMAL);
    assertThat(written).containsExactly("last words");
  }

  @Test
  void linksAreClosedAsSlowWhileAWriteIsPending() {
    offer("12345");
    queue.flush();
    offer("123456");
    queue.flush();
    verify(link).close(CloseCode.SLOW);
    offer("more");
    queue.flush();
    writes.getFirst().run();
    assertThat(written).containsExactly("12345");
    verify(link, times(1)).close(any());
  }

  @Test
  void completedWritesNoLongerCount() {
    for (int i = 0; i < 3; i++) {
      offer("123456789");
      queue.flush();
      writes.get(i).run();
    }
    verify(link, never()).close(any());
  }

  @Test
  void eventsBeyondTheWindowWaitForTheWrite() {
    doCallRealMethod().when(link).flushNow(any());
    OutboundQueue roomy = queue(link, 1 << 20, budget);
    byte[] event = new byte[20_000];
    assertThat(roomy.offerEvent(() -> event)).isTrue();
    assertThat(roomy.offerEvent(() -> event)).isTrue();
    assertThat(roomy.offerEvent(() -> event)).isFalse();
    assertThat(requested).isEmpty();
    roomy.flush();
    writes.getFirst().run();
    assertThat(requested).containsExactly("more");
    assertThat(roomy.offerEvent(() -> event)).isTrue();
    roomy.flush();
    writes.getLast().run();
    assertThat(requested).hasSize(1); // no event was refused since
    verify(link, never()).close(any());
  }

  @Test
  void eventsGoOneByOneUnderHighPressure() {
    Budget small = new Budget(2_000);
    OutboundQueue fast = queue(link, 1 << 20, small);
    small.take(1_600);
    assertThat(fast.offerEvent(() -> new byte[10])).isTrue();
    assertThat(fast.offerEvent(() -> new byte[10])).isFalse();
    fast.flush();
    writes.getFirst().run();
    assertThat(requested).containsExactly("more");
    assertThat(fast.closeCode()).isNull();
  }

  @Test
  void eventsWaitForATickUnderFullPressure() {
    Budget small = new Budget(2_000);
    OutboundQueue fast = queue(link, 1 << 20, small);
    small.take(2_001);
    assertThat(fast.offerEvent(() -> new byte[10])).isFalse();
    fast.catchUp();
    assertThat(requested).isEmpty();
    small.release(2_001);
    fast.catchUp();
    assertThat(requested).containsExactly("more");
    assertThat(small.taken()).isZero();
  }

  @Test
  void noticesCloseQueuesWithUnsentBytesUnderFullPressure() {
    Budget small = new Budget(100_000);
    OutboundQueue slow = queue(link, 1 << 20, small);
    small.take(80_000);
    slow.offer(new byte[5_000]);
    slow.offer(new byte[5_000]);
    assertThat(slow.closeCode()).isNull();
    small.take(20_001);
    slow.offer(new byte[10]);
    assertThat(slow.closeCode()).isEqualTo(CloseCode.SLOW);
    assertThat(small.taken()).isEqualTo(100_001);
    OutboundQueue modest = queue(link, 1 << 20, small);
    small.take(1);
    modest.offer(new byte[1_000]);
    assertThat(modest.closeCode()).isNull();
  }

  @Test
  void acksDuringALargeWriteDoNotCloseTheLink() {
    Budget small = new Budget(200_000);
    OutboundQueue fast = queue(link, 1 << 20, small);
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
  void bytesOfAWriteCountUntilTheLinkIsClosed() {
    OutboundQueue slow = queue(link, 1 << 20, budget);
    slow.offer(new byte[5_000]);
    slow.flush();
    slow.offer(new byte[700]);
    slow.cut();
    slow.flush();
    assertThat(budget.taken()).isEqualTo(5_000);
    slow.end();
    assertThat(budget.taken()).isZero();
    writes.getFirst().run(); // a late completion releases nothing
    assertThat(budget.taken()).isZero();
  }

  @Test
  void linksThatThrowAreClosed() {
    doThrow(new IllegalStateException("a defect")).when(link).send(any(), any());
    offer("a");
    assertThatIllegalStateException().isThrownBy(queue::flush);
    assertThat(queue.closeCode()).isEqualTo(CloseCode.SLOW);
    verify(link).close(CloseCode.SLOW);
    queue.end();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void closeDoesNotOvertakeTheSendOfAnotherThread() throws Exception {
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
    OutboundQueue shared = queue(slow, 1_000, budget);
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
  void closedLinksAreNotCalled() {
    offer("a");
    queue.end();
    offer("b");
    queue.close(CloseCode.NORMAL);
    queue.flush();
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

  /** A thousand simultaneous joins to one room queue a thousand events per link in one round. */
  @Test
  void largeBatchesFlushImmediately() {
    List<Runnable> endOfRound = new ArrayList<>();
    doAnswer(call -> endOfRound.add(call.getArgument(0))).when(link).flushSoon(any());
    doCallRealMethod().when(link).flushNow(any());
    OutboundQueue roomy = queue(link, 1 << 20, budget);
    byte[] message = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    roomy.offer(message);
    roomy.flush();
    assertThat(written).isEmpty();
    roomy.offer(message);
    roomy.flush();
    assertThat(written).hasSize(2);
    writes.getFirst().run();
    endOfRound.forEach(Runnable::run); // nothing is left to write
    assertThat(written).hasSize(2);
  }

  private OutboundQueue queue(Link to, int maxBytes, Budget unsent) {
    return new OutboundQueue(to, maxBytes, unsent.quota(), () -> requested.add("more"));
  }

  private void offer(String text) {
    queue.offer(text.getBytes(StandardCharsets.UTF_8));
  }
}
