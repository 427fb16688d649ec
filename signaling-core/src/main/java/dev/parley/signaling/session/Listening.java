package dev.parley.signaling.session;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Cursor;
import dev.parley.signaling.room.RoomLog;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a peer hears over HTTP: a stream of events, or what one poll brings. */
public final class Listening {
  private final RoomName room;
  private final PeerId peer;
  private final Services services;
  private final Pump pump;
  private final Consumer<Listening> begun;
  private final Consumer<Listening> gone;
  private final Place place = new Place();
  private volatile boolean ended;

  public Listening(
      RoomName room,
      PeerId peer,
      Link link,
      Services services,
      Consumer<Listening> begun,
      Consumer<Listening> gone) {
    this.room = room;
    this.peer = peer;
    this.services = services;
    this.begun = begun;
    this.gone = gone;
    this.pump = new Pump(link, services.limits().unsentBytes(), services.unsent());
  }

  /**
   * Hears what comes after this event.
   *
   * @throws dev.parley.signaling.protocol.ProtocolException with {@code lagged} if the room no
   *     longer holds it
   */
  public void begin(@Nullable Long after) {
    services.rooms().attach(room, peer, after, place);
    if (ended) {
      services.rooms().lose(room, peer, place); // it was closed meanwhile
    }
    begun.accept(this);
  }

  /** The connection is gone. */
  public void closed() {
    ended = true;
    services.rooms().lose(room, peer, place);
    pump.end();
    gone.accept(this);
  }

  /** The poll is answered, or the stream has ended as it should: the next is to come soon. */
  public void rest() {
    ended = true;
    services.rooms().rest(room, peer, place);
    pump.end();
    gone.accept(this);
  }

  /** Runs this when all that was missed has been handed over, or at once. */
  public void whenCaughtUp(Runnable then) {
    then.run();
  }

  /** Time has passed. */
  public void tick() {
    if (pump.closeCode() == CloseCode.TIMEOUT) {
      closed(); // it may take a while until a client that does not read is found to be gone
    }
  }

  /** The stream is to end, after what it was offered, and the next to come soon. */
  public void end() {
    services.rooms().rest(room, peer, place);
    pump.close(CloseCode.NORMAL);
    pump.flush();
  }

  /** The server is about to end; the client is to come again. */
  public void dismiss(Notice.Bye bye) {
    pump.offer(services.dialect().encode(bye));
    pump.close(CloseCode.SERVICE_RESTART);
    pump.flush();
  }

  /** The cursor on the room's log. */
  private final class Place implements Cursor {

    @Override
    public void seated(Seating seating) {
      throw new AssertionError("who listens has a seat already");
    }

    @Override
    public void catchUp(RoomLog.Entry entry) {
      pump.catchUp(entry.spelled(services.dialect()));
    }

    @Override
    public void offer(RoomLog.Entry entry) {
      pump.offer(entry.spelled(services.dialect()));
    }

    @Override
    public void replaced() {
      pump.close(CloseCode.REPLACED);
    }

    @Override
    public void dismissed(long received) {
      pump.close(CloseCode.NORMAL);
    }

    @Override
    public void flush() {
      pump.flush();
    }
  }
}
