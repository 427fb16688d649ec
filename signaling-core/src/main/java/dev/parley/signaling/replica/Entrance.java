package dev.parley.signaling.replica;

import dev.parley.signaling.guard.Client;
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
final class Entrance extends Operation {
  private final Node node;
  private final LiveRoom live;
  private final Joining joining;
  private final Connection connection;
  private final Entrant participant;
  private final @Nullable Cursor cursor;
  private final Consumer<@Nullable ProtocolException> result;
  private boolean resumes;
  private boolean takesOver;

  Entrance(
      Node node,
      LiveRoom live,
      Joining joining,
      Connection connection,
      Entrant participant,
      @Nullable Cursor cursor,
      Consumer<@Nullable ProtocolException> result) {
    this.node = node;
    this.live = live;
    this.joining = joining;
    this.connection = connection;
    this.participant = participant;
    this.cursor = cursor;
    this.result = result;
  }

  PeerId peer() {
    return joining.peer();
  }

  Client client() {
    return joining.client();
  }

  Connection connection() {
    return connection;
  }

  Entrant participant() {
    return participant;
  }

  @Nullable Cursor cursor() {
    return cursor;
  }

  Joining joining() {
    return joining;
  }

  boolean resumes() {
    return resumes;
  }

  @Override
  Decision decide(Step step) {
    if (participant.isGone()) {
      throw ProtocolException.unavailable("The connection has ended meanwhile: join again.");
    }
    Long after = joining.after();
    Seat held = live.room().seat(peer());
    takesOver = held != null && held.info().online();
    resumes = after != null && live.log().continues(peer(), after);
    if (after != null && after > live.last() && !isAtTail()) {
      // Another node has told the client of what this one has not heard of yet.
      throw new ProtocolException(ErrorCode.LAGGED, Rooms.NOT_HELD);
    }
    return switch (joining) {
      case Joining.Seat seat -> resumes ? attach() : join(seat);
      case Joining.Listener listener -> listen(listener, step);
    };
  }

  private Decision attach() {
    return live.room().decide(new Command.Attach(peer(), connection));
  }

  private Decision join(Joining.Seat seat) {
    if (node.isClosed()) {
      throw ProtocolException.unavailable(Node.CLOSED);
    }
    Decision decision =
        live.room()
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
    if (client().rosters().isExceeded() && live.room().grows(decision)) {
      throw ProtocolException.unavailable(
          "The server has no place for another seat: try again later.");
    }
    return decision;
  }

  /** A participant that holds the seat already goes on with another cursor: no node need know. */
  private Decision listen(Joining.Listener listener, Step step) {
    checkTicket(listener, step.now());
    if (!canListen(listener)) {
      throw new ProtocolException(ErrorCode.LAGGED, Rooms.NOT_HELD);
    }
    return live.isHeldBy(peer(), participant) ? Decision.NOTHING : attach();
  }

  private boolean canListen(Joining.Listener listener) {
    Long from = live.from(listener);
    return from != null && live.log().continues(listener.peer(), from);
  }

  /**
   * Checks that a ticket is good for the seat as it is now.
   *
   * @throws ProtocolException if it is not
   */
  private void checkTicket(Joining.Listener listener, Instant now) {
    Long number = listener.ticketSeat();
    Seat seat = live.room().seat(listener.peer());
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
  void done(Decision decided, Step step) {
    if (decided.facts().isEmpty()) {
      live.listenOn(this, step);
    } else {
      observe();
    }
    step.then(() -> result.accept(null));
  }

  private void observe() {
    if (node.observations().isFollowed()) {
      String address = client().address();
      boolean isNew = joining instanceof Joining.Seat && !resumes;
      node.observations()
          .publish(
              isNew
                  ? new Observation.Joined(live.name(), peer(), address)
                  : takesOver
                      ? new Observation.TakenOver(live.name(), peer(), address)
                      : new Observation.Back(live.name(), peer(), address));
    }
  }

  @Override
  void refused(ProtocolException reason, Step step) {
    step.then(() -> result.accept(reason));
  }
}
