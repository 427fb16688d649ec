package dev.parley.signaling.replica;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.room.Command;
import dev.parley.signaling.room.Connection;
import dev.parley.signaling.room.Decision;
import dev.parley.signaling.room.Seat;
import dev.parley.signaling.spi.Observation;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A participant that takes a seat, goes on with its old one, or listens on it anew. */
final class AttachOperation extends Operation {
  private final Node node;
  private final ReplicaState state;
  private final AttachRequest request;
  private final Connection connection;
  private final SeatHolder participant;
  private final @Nullable Cursor cursor;
  private final Consumer<@Nullable ProtocolException> result;
  private boolean resumes;
  private boolean takesOver;

  AttachOperation(
      Node node,
      ReplicaState state,
      AttachRequest request,
      Connection connection,
      SeatHolder participant,
      @Nullable Cursor cursor,
      Consumer<@Nullable ProtocolException> result) {
    this.node = node;
    this.state = state;
    this.request = request;
    this.connection = connection;
    this.participant = participant;
    this.cursor = cursor;
    this.result = result;
  }

  PeerId peer() {
    return request.peer();
  }

  ClientAccount client() {
    return request.client();
  }

  Connection connection() {
    return connection;
  }

  SeatHolder participant() {
    return participant;
  }

  @Nullable Cursor cursor() {
    return cursor;
  }

  AttachRequest request() {
    return request;
  }

  boolean resumes() {
    return resumes;
  }

  @Override
  Decision decide(Step step) {
    if (participant.isClosed()) {
      throw ProtocolException.unavailable("The connection has ended meanwhile: join again.");
    }
    Long after = request.after();
    Seat held = state.room().seat(peer());
    takesOver = held != null && held.info().online();
    resumes = after != null && state.log().canResume(peer(), after);
    if (after != null && after > state.last() && !isAtTail()) {
      // Another node has told the client of what this one has not heard of yet.
      throw new ProtocolException(ErrorCode.LAGGED, Rooms.NOT_HELD);
    }
    return switch (request) {
      case AttachRequest.Join seat -> resumes ? attach() : join(seat);
      case AttachRequest.Listen listener -> listen(listener, step);
    };
  }

  private Decision attach() {
    return state.room().decide(new Command.Attach(peer(), connection));
  }

  private Decision join(AttachRequest.Join seat) {
    if (node.isClosed()) {
      throw ProtocolException.unavailable(Node.CLOSED);
    }
    Decision decision =
        state
            .room()
            .decide(
                new Command.Join(
                    peer(), seat.name(), seat.role(), seat.features(), seat.data(), connection));
    if (decision.refusal() != null) {
      throw decision.refusal().exception();
    }
    if (client().unsent().isOverQuarter() || client().unsent().isExceeded()) { // rosters are long
      throw ProtocolException.unavailable(
          "The server has too much to send to your address: try again later.");
    }
    if (client().rosters().isExceeded() && state.room().grows(decision)) {
      throw ProtocolException.unavailable(
          "The server has no place for another seat: try again later.");
    }
    return decision;
  }

  /** A participant that holds the seat already goes on with another cursor: no node need know. */
  private Decision listen(AttachRequest.Listen listener, Step step) {
    checkTicket(listener, step.now());
    if (!canListen(listener)) {
      throw new ProtocolException(ErrorCode.LAGGED, Rooms.NOT_HELD);
    }
    return state.isHeldBy(peer(), participant) ? Decision.NOTHING : attach();
  }

  private boolean canListen(AttachRequest.Listen listener) {
    Long from = state.startSeq(listener);
    return from != null && state.log().canResume(listener.peer(), from);
  }

  /**
   * Checks that a ticket is good for the seat as it is now.
   *
   * @throws ProtocolException if it is not
   */
  private void checkTicket(AttachRequest.Listen listener, Instant now) {
    Long number = listener.ticketSeat();
    Seat seat = state.room().seat(listener.peer());
    if (number == null) {
      return;
    }
    if (seat == null || seat.info().seat() != number) {
      throw new ProtocolException(
          ErrorCode.LAGGED, "The seat of this ticket is no more: join anew.");
    }
    if (!seat.isTicketed(now, node.policy())) {
      throw new ProtocolException(
          ErrorCode.UNAUTHORIZED, "This ticket has expired: join again for another one.");
    }
  }

  @Override
  void applied(Decision decided, Step step) {
    if (decided.facts().isEmpty()) {
      state.switchCursor(this, step);
    } else {
      observe();
    }
    step.afterUnlock(() -> result.accept(null));
  }

  private void observe() {
    if (node.observations().hasSubscribers()) {
      String address = client().address();
      boolean isNew = request instanceof AttachRequest.Join && !resumes;
      node.observations()
          .publish(
              isNew
                  ? new Observation.Joined(state.name(), peer(), address)
                  : takesOver
                      ? new Observation.TakenOver(state.name(), peer(), address)
                      : new Observation.Resumed(state.name(), peer(), address));
    }
  }

  @Override
  void refused(ProtocolException reason, Step step) {
    step.afterUnlock(() -> result.accept(reason));
  }
}
