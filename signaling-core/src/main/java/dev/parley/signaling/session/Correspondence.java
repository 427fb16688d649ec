package dev.parley.signaling.session;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Refusal;
import dev.parley.signaling.room.Rooms.Speaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The posts of one peer: taken one after the other, however they come in. */
final class Correspondence {
  private final Services services;
  private final RoomName room;
  private final PeerId peer;

  // Guarded by this.
  private final Admission admission;
  private Instant lastHeard;

  Correspondence(Services services, RoomName room, PeerId peer) {
    this.services = services;
    this.room = room;
    this.peer = peer;
    this.admission = new Admission(services.limits().messagesPerSecond());
    this.lastHeard = services.clock().instant();
  }

  synchronized Instant lastHeard() {
    return lastHeard;
  }

  /** Takes what is posted from this seat; 0 is whichever the peer has. */
  synchronized Notice.Ack take(long seat, List<Request> requests) {
    lastHeard = services.clock().instant();
    Speaker speaker = new Speaker(peer, seat);
    admission.taken(services.rooms().received(room, speaker)); // over another transport, perhaps
    List<Notice.Error> errors = new ArrayList<>();
    for (Request request : requests) {
      take(speaker, request, errors);
    }
    return new Notice.Ack(services.rooms().received(room, speaker), errors);
  }

  private void take(Speaker speaker, Request request, List<Notice.Error> errors) {
    long id = request instanceof Request.Numbered numbered ? numbered.id() : Request.NO_ID;
    switch (admission.ask(id, lastHeard.toEpochMilli())) {
      case Admission.Granted _ -> admitted(speaker, request, errors);
      case Admission.Later(long retryAfterMillis) ->
          errors.add(Admission.tooMany(id, retryAfterMillis));
      case Admission.Never _ -> errors.add(Admission.tooMany(id, Admission.LONG_MILLIS));
    }
  }

  private void admitted(Speaker speaker, Request request, List<Notice.Error> errors) {
    switch (request) {
      case Request.Ping _ -> {} // the answer to the post is its pong
      case Request.Join _ ->
          errors.add(
              new Notice.Error(
                  ErrorCode.BAD_MESSAGE, "This peer has its seat already.", Request.NO_ID));
      case Request.Numbered numbered -> submit(speaker, numbered, errors);
    }
  }

  private void submit(Speaker speaker, Request.Numbered request, List<Notice.Error> errors) {
    Refusal refusal = services.rooms().submit(room, speaker, request).refusal();
    if (refusal != null) {
      errors.add(refusal.of(request));
    }
  }
}
