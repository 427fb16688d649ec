package dev.parley.signaling.session;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Refusal;
import dev.parley.signaling.room.RoomLog;
import dev.parley.signaling.room.Rooms.Joining;
import dev.parley.signaling.room.Rooms.Receipt;
import dev.parley.signaling.room.Rooms.Speaker;
import dev.parley.signaling.spi.Observation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: who speaks on it, and what becomes of what it says.
 *
 * <p>{@link #receive} is called by one thread at a time, the rest by any.
 */
public final class Session {
  private final Handshake handshake;
  private final Services services;
  private final Consumer<Session> gone;
  private final Instant joinBy;
  private final Acks acks = new Acks();
  private final Place place;
  private final Pump pump;

  // Only touched by receive.
  private final Admission admission;
  private int badMessages;

  /** The seat, once there is one. Written inside the room's step, by the thread that receives. */
  private volatile @Nullable Speaker speaker;

  private volatile boolean ended;

  /** The notice to send after {@code joined} if the server is about to end. */
  private volatile Notice.@Nullable Bye lastWord;

  public Session(Handshake handshake, Link link, Services services, Consumer<Session> gone) {
    Limits limits = services.limits();
    this.handshake = handshake;
    this.services = services;
    this.gone = gone;
    this.place = new Place(handshake, link, services);
    this.pump = place.pump();
    this.admission = new Admission(limits.messagesPerSecond());
    this.joinBy = services.clock().instant().plus(limits.joinTimeout());
  }

  /** The client has sent this message. */
  public void receive(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    receive(bytes, 0, bytes.length);
  }

  /** The client has sent this message, in UTF-8; the bytes are not kept. */
  public void receive(byte[] text, int from, int to) {
    if (ended) {
      return;
    }
    Request request = services.dialect().decode(text, from, to);
    try {
      admit(request);
    } catch (ProtocolException e) {
      refuse(
          new Notice.Error(e.code(), e.sentence(), Request.NO_ID, List.of(), e.retryAfterMillis()));
    } catch (RuntimeException e) {
      observe(new Observation.Fault(room(), e));
      fail(request);
    }
    pump.flush();
  }

  /** The client has sent what no message is made of. */
  public void reject(CloseCode code) {
    if (!ended) {
      end(code);
      pump.flush();
    }
  }

  /** The connection is gone, whoever has ended it. */
  public void closed() {
    ended = true;
    lose();
    gone.accept(this);
    observe(new Observation.Closed(room(), pump.closeCode()));
    pump.end();
  }

  /** Time has passed. */
  public void tick(Instant now) {
    if (pump.closeCode() == CloseCode.TIMEOUT) {
      lose(); // it may take a while until a client that does not read is found to be gone
    }
    pump.catchUp();
    if (ended) {
      return;
    }
    if (speaker == null && !now.isBefore(joinBy)) {
      refuse(ErrorCode.JOIN_TIMEOUT, "No join came in time: say join first.", Request.NO_ID);
    }
    acks.tick(this::acknowledge);
    pump.flush();
  }

  /** Nothing more is taken from the client; what it hears goes on. */
  public void hush() {
    ended = true;
  }

  /** The server is about to end; the client is to know what was taken, and to come again. */
  public void dismiss(Notice.Bye bye) {
    ended = true;
    Speaker seated = speaker;
    if (seated != null) { // the thread that receives may not have come to it
      acks.taken(services.rooms().received(room(), seated));
    }
    acks.tell(this::acknowledge);
    place.dismiss(bye);
  }

  /** The server is about to end: only a join that resumes is taken, and then dismissed. */
  public void dismissAfterJoin(Notice.Bye bye) {
    lastWord = bye;
  }

  private void admit(Request request) {
    long id = request instanceof Request.Numbered numbered ? numbered.id() : Request.NO_ID;
    switch (admission.ask(id, services.clock().millis())) {
      case Admission.Granted _ -> take(request);
      case Admission.Later(long retryAfterMillis) ->
          refuse(Admission.tooMany(id, retryAfterMillis));
      case Admission.Never _ -> end(CloseCode.RATE_LIMITED);
    }
  }

  private void take(Request request) {
    switch (request) {
      case Request.Join join -> join(join);
      case Request.Ping _ -> say(new Notice.Pong());
      case Request.Numbered numbered -> submit(numbered);
    }
  }

  private void join(Request.Join join) {
    if (speaker != null) {
      refuse(ErrorCode.BAD_MESSAGE, "This connection has its seat already.", Request.NO_ID);
      return;
    }
    Joining joining = services.admit(room(), join, handshake.client());
    services.rooms().join(room(), joining, place);
    observe(new Observation.Joined(room(), joining.peer(), place.resumed));
    if (ended) {
      lose(); // it was closed meanwhile, and did not know of its seat
    }
    Notice.Bye bye = lastWord;
    if (bye != null) {
      dismiss(bye);
    }
  }

  private void submit(Request.Numbered request) {
    Speaker from = speaker;
    if (from == null) {
      refuseUnseated(request);
      return;
    }
    Receipt receipt = services.rooms().submit(room(), from, request);
    Refusal refusal = receipt.refusal();
    // A client that is dismissed meanwhile hears that, and nothing else; one that has resumed was
    // told of earlier refusals then.
    if (refusal != null && !ended && !receipt.again()) {
      refuse(refusal.of(request));
    }
    admission.taken(receipt.received()); // over another transport, perhaps
    acks.received(receipt.received());
    acks.tellMany(this::acknowledge);
  }

  /** What we could not do once, we shall not be able to do the next time: its id is used up. */
  private void fail(Request request) {
    String sentence = "The server has made a mistake: connect again.";
    if (speaker != null && request instanceof Request.Numbered numbered) {
      submit(new Request.Garbled(numbered.id(), ErrorCode.INTERNAL, sentence));
    } else {
      refuse(ErrorCode.INTERNAL, sentence, Request.NO_ID);
    }
  }

  private void refuseUnseated(Request.Numbered request) {
    if (request instanceof Request.Garbled(long id, ErrorCode code, String sentence)) {
      refuse(code, sentence, id);
    } else {
      refuse(ErrorCode.BAD_MESSAGE, "The first message must be join.", request.id());
    }
  }

  private void refuse(ErrorCode code, String sentence, long re) {
    refuse(new Notice.Error(code, sentence, re));
  }

  private void refuse(Notice.Error error) {
    observe(new Observation.Refused(room(), error.code(), error.sentence()));
    say(error);
    error.code().close().ifPresent(this::end);
    if (error.code() == ErrorCode.BAD_MESSAGE && ++badMessages >= services.limits().badMessages()) {
      end(CloseCode.BAD_MESSAGE);
    }
  }

  private void acknowledge(long received) {
    say(new Notice.Ack(received));
  }

  private void say(Notice notice) {
    place.say(notice);
  }

  private void end(CloseCode code) {
    ended = true;
    pump.close(code);
    lose();
  }

  private void lose() {
    Speaker seated = speaker;
    if (seated != null) {
      services.rooms().lose(room(), seated.peer(), place);
    }
  }

  private RoomName room() {
    return handshake.room();
  }

  private void observe(Observation observation) {
    services.observer().see(handshake.client().address(), observation);
  }

  /** This connection's cursor on its room's log. */
  private final class Place extends SeatCursor {
    private boolean resumed; // like the speaker

    Place(Handshake handshake, Link link, Services services) {
      super(handshake.room(), handshake.client(), link, services);
    }

    @Override
    @Nullable PeerId peer() {
      Speaker seated = speaker;
      return seated == null ? null : seated.peer();
    }

    @Override
    public void seated(Seating seating) {
      PeerId peer = seating.self().id();
      speaker = new Speaker(peer, seating.self().seat());
      acks.told(seating.received());
      say(services.joined(room(), seating));
      resumed = seating.peers() == null;
    }

    @Override
    public boolean offer(RoomLog.Entry entry) {
      acks.ride(Session.this::acknowledge);
      return super.offer(entry);
    }

    @Override
    public void replaced() {
      ended = true;
      super.replaced();
    }

    @Override
    public void dismissed(long received) {
      ended = true;
      if (received > 0) {
        say(new Notice.Ack(received));
      }
      super.dismissed(received);
    }
  }
}
