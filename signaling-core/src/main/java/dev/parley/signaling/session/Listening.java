package dev.parley.signaling.session;

import dev.parley.signaling.guard.Client;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events of one peer over HTTP: a stream, or the answer to one poll. */
public final class Listening {
  private final RoomName room;
  private final PeerId peer;
  private final Services services;
  private final Consumer<Listening> begun;
  private final Consumer<Listening> gone;
  private final Place place;
  private volatile boolean ended;

  public Listening(
      RoomName room,
      PeerId peer,
      Client client,
      Link link,
      Services services,
      Consumer<Listening> begun,
      Consumer<Listening> gone) {
    this.room = room;
    this.peer = peer;
    this.services = services;
    this.begun = begun;
    this.gone = gone;
    this.place = new Place(client, link);
  }

  /**
   * Listens from after this event on; without a number, from the beginning of the seat.
   *
   * @throws dev.parley.signaling.protocol.ProtocolException with {@code lagged} if the room no
   *     longer holds what follows
   */
  public void begin(@Nullable Long after) {
    services.rooms().attach(room, peer, after, place);
    if (ended) {
      services.rooms().lose(room, peer, place); // it was closed meanwhile
    }
    begun.accept(this);
  }

  /** The connection is gone: nothing is held for it any more. Called last, in every case. */
  public void closed() {
    ended = true;
    services.rooms().lose(room, peer, place);
    place.pump().end();
    gone.accept(this);
  }

  /**
   * The poll is about to be answered: the next is to come soon. What the answer holds stays on the
   * client's account until it has been sent, or until {@link #closed}.
   */
  public void rest() {
    ended = true;
    services.rooms().rest(room, peer, place);
    gone.accept(this);
  }

  /** Time has passed. */
  public void tick() {
    place.pump().catchUp();
    if (place.pump().closeCode() == CloseCode.TIMEOUT) {
      // It may take a while until a client that does not read is found to be gone.
      services.rooms().lose(room, peer, place);
    }
  }

  /** The stream is to end, after what it was offered, and the next to come soon. */
  public void end() {
    services.rooms().rest(room, peer, place);
    place.pump().close(CloseCode.NORMAL);
    place.pump().flush();
  }

  /** The server is about to end; the client is to come again. */
  public void dismiss(Notice.Bye bye) {
    place.dismiss(bye);
  }

  /** The cursor on the room's log. */
  private final class Place extends SeatCursor {

    Place(Client client, Link link) {
      super(room, client, link, services);
    }

    @Override
    PeerId peer() {
      return peer;
    }

    @Override
    public void seated(Seating seating) {
      throw new AssertionError("a peer that listens has its seat already");
    }
  }
}
