package dev.parley.signaling.session;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Refusal;
import dev.parley.signaling.room.Rooms.Receipt;
import dev.parley.signaling.room.Rooms.Speaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The posts of one peer: taken one after the other, however they come in. */
final class Correspondence {
  private final Services services;
  private final RoomName room;
  private final Speaker speaker;

  // Guarded by this.
  private final Admission admission;
  private long received;
  private Instant lastHeard;

  Correspondence(Services services, RoomName room, PeerId peer) {
    this.services = services;
    this.room = room;
    this.speaker = Speaker.onAnySeat(peer);
    this.admission = new Admission(services.limits().messagesPerSecond());
    this.lastHeard = services.clock().instant();
  }

  synchronized Instant lastHeard() {
    return lastHeard;
  }

  synchronized Notice.Ack take(List<Request> requests) {
    lastHeard = services.clock().instant();
    List<Notice.Error> errors = new ArrayList<>();
    for (Request request : requests) {
      take(request, errors);
    }
    return new Notice.Ack(received, errors);
  }

  private void take(Request request, List<Notice.Error> errors) {
    long id = request instanceof Request.Numbered numbered ? numbered.id() : Request.NO_ID;
    switch (admission.ask(id, lastHeard.toEpochMilli())) {
      case Admission.Granted _ -> admitted(request, errors);
      case Admission.Later(long retryAfterMillis) ->
          errors.add(Admission.tooMany(id, retryAfterMillis));
      case Admission.Never _ -> errors.add(Admission.tooMany(id, Admission.LONG_MILLIS));
    }
  }

  private void admitted(Request request, List<Notice.Error> errors) {
    switch (request) {
      case Request.Ping _ -> {} // the answer to the post is its pong
      case Request.Join _ ->
          errors.add(
              new Notice.Error(
                  ErrorCode.BAD_MESSAGE, "This peer has its seat already.", Request.NO_ID));
      case Request.Numbered numbered -> submit(numbered, errors);
    }
  }

  private void submit(Request.Numbered request, List<Notice.Error> errors) {
    Receipt receipt = services.rooms().submit(room, speaker, request);
    received = receipt.received();
    Refusal refusal = receipt.refusal();
    if (refusal != null) {
      errors.add(refusal.of(request));
    }
  }
}
