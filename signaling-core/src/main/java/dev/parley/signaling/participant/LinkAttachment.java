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
  private final OutboundQueue queue;

  LinkAttachment(
      Participant participant, ClientAccount client, Link link, MessageCodec codec, int maxUnsent) {
    super(participant, client);
    this.link = link;
    this.codec = codec;
    this.queue = new OutboundQueue(link, maxUnsent, client.unsent(), this::more);
  }

  @Override
  boolean enqueue(LoggedEvent event) {
    return queue.offerEvent(() -> event.encoded(codec));
  }

  @Override
  void enqueue(Notice notice) {
    queue.offer(codec.encode(notice));
  }

  @Override
  void close(CloseCode code) {
    queue.close(code);
  }

  @Override
  @Nullable CloseCode closeCode() {
    return queue.closeCode();
  }

  @Override
  void release() {
    queue.end();
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
    queue.catchUp();
    link.tick(now, lastReceivedAt);
  }

  @Override
  public void lagged() {
    queue.cut();
  }

  @Override
  public void flush() {
    queue.flush();
  }
}
