package dev.parley.signaling.participant;

import dev.parley.signaling.guard.Client;
import dev.parley.signaling.journal.LoggedEvent;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.wire.Dialect;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Messages in the dialect of a link, which a pump hands over to it. */
final class LinkAttachment extends Attachment {
  private final Link link;
  private final Dialect dialect;
  private final SendQueue pump;

  LinkAttachment(
      Participant participant, Client client, Link link, Dialect dialect, int maxUnsent) {
    super(participant, client);
    this.link = link;
    this.dialect = dialect;
    this.pump = new SendQueue(link, maxUnsent, client.unsent(), this::more);
  }

  @Override
  boolean enqueue(LoggedEvent event) {
    return pump.offerEvent(() -> event.encoded(dialect));
  }

  @Override
  void enqueue(Notice notice) {
    pump.offer(dialect.encode(notice));
  }

  @Override
  void close(CloseCode code) {
    pump.close(code);
  }

  @Override
  @Nullable CloseCode closeCode() {
    return pump.closeCode();
  }

  @Override
  void release() {
    pump.end();
  }

  @Override
  void pause() {
    link.pause();
  }

  @Override
  void resume() {
    link.resume();
  }

  @Override
  void tick(Instant now, Instant lastReceivedAt) {
    pump.catchUp();
    link.tick(now, lastReceivedAt);
  }

  @Override
  public void lagged() {
    pump.cut();
  }

  @Override
  public void flush() {
    pump.flush();
  }
}
