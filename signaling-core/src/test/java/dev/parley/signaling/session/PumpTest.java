package dev.parley.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.parley.signaling.protocol.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PumpTest {
  private static final int BOUND = 10;

  private final Link link = mock();
  private final List<String> written = new ArrayList<>();
  private final List<Runnable> writes = new ArrayList<>();
  private final Pump pump = new Pump(link, BOUND);

  @BeforeEach
  void writesEndWhenTheTestSaysSo() {
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
    verify(link).close(CloseCode.TIMEOUT);
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
  void whatAConnectionBeginsWithIsNotBoundedForTheLogIs() {
    pump.begin("a long story of what was missed".getBytes(StandardCharsets.UTF_8));
    pump.flush();
    verify(link, never()).close(any());
    assertThat(written).hasSize(1);
  }

  private void offer(String text) {
    pump.offer(text.getBytes(StandardCharsets.UTF_8));
  }
}
