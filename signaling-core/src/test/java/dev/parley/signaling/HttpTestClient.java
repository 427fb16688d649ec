package dev.parley.signaling;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.participant.Attachment;
import dev.parley.signaling.participant.HttpRequests.PostResponse;
import dev.parley.signaling.participant.HttpRequests.RoomPeer;
import dev.parley.signaling.participant.JoinCallback;
import dev.parley.signaling.participant.Link;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.wire.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Calls {@code HttpRequests}; fails unless the answer comes synchronously. */
public record HttpTestClient(Signaling signaling, RoomName room, ClientAccount client) {

  /** Joins; a refusal is thrown. */
  public Notice.Joined join(String text) {
    AtomicReference<Notice.@Nullable Joined> answer = new AtomicReference<>();
    AtomicReference<Notice.@Nullable Error> refusal = new AtomicReference<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    signaling
        .http()
        .join(
            room,
            bytes,
            0,
            bytes.length,
            client,
            new JoinCallback() {
              @Override
              public void joined(Notice.Joined joined) {
                answer.set(joined);
              }

              @Override
              public void refused(Notice.Error error) {
                refusal.set(error);
              }
            });
    Notice.Error error = refusal.get();
    if (error != null) {
      throw new ProtocolException(error.code(), error.sentence());
    }
    return answered(answer);
  }

  /** Posts messages for the seat that the peer has now. */
  public Notice.Ack post(PeerId peer, String text) {
    AtomicReference<@Nullable PostResponse> answer = new AtomicReference<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    signaling.http().post(new RoomPeer(room, peer), 0, bytes, 0, bytes.length, client, answer::set);
    return answered(answer).ack();
  }

  public void leave(PeerId peer) {
    AtomicReference<@Nullable Boolean> answer = new AtomicReference<>();
    signaling.http().leave(new RoomPeer(room, peer), 0, client, () -> answer.set(true));
    answered(answer);
  }

  /** Listens; a refusal is thrown. */
  public Attachment listen(PeerId peer, @Nullable Long after, Link link) {
    AtomicReference<@Nullable ProtocolException> refusal = new AtomicReference<>();
    Attachment attachment =
        signaling
            .http()
            .listen(
                new RoomPeer(room, peer),
                client,
                link,
                JsonCodec.STANDARD,
                after,
                null,
                refusal::set);
    ProtocolException refused = refusal.get();
    if (refused != null) {
      attachment.closed();
      throw refused;
    }
    return attachment;
  }

  private static <T> T answered(AtomicReference<@Nullable T> answer) {
    T value = answer.get();
    if (value == null) {
      throw new AssertionError("There was no synchronous answer.");
    }
    return value;
  }
}
