package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.journal.LoggedEvent;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.wire.MessageCodec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attachment to a client behind a {@link Link}: encodes messages with the codec of the link, and
 * queues them in an {@link OutboundQueue}.
 */
final class LinkAttachment extends Attachment {
  private final Link link;
  private final MessageCodec codec;
  private final OutboundQueue pump;

  LinkAttachment(
      Participant participant, ClientAccount client, Link link, MessageCodec codec, int maxUnsent) {
    super(participant, client);
    this.link = link;
    this.codec = codec;
    this.pump = new OutboundQueue(link, maxUnsent, client.unsent(), this::more);
  }

  @Override
  boolean enqueue(LoggedEvent event) {
    return pump.offerEvent(() -> event.encoded(codec));
  }

  @Override
  void enqueue(Notice notice) {
    pump.offer(codec.encode(notice));
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
