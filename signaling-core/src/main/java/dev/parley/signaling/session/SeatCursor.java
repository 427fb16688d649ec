package dev.parley.signaling.session;

import dev.parley.signaling.guard.Client;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Cursor;
import dev.parley.signaling.room.RoomLog;
import dev.parley.signaling.wire.Dialect;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A cursor whose events go through a pump to one link, in the dialect of that link. */
abstract class SeatCursor implements Cursor {
  private final RoomName room;
  private final Client client;
  private final Services services;
  private final Pump pump;
  private final AtomicReference<Notice.@Nullable Bye> farewell = new AtomicReference<>();

  SeatCursor(RoomName room, Client client, Link link, Services services) {
    this.room = room;
    this.client = client;
    this.services = services;
    this.pump = new Pump(link, services.limits().unsentBytes(), client.unsent(), this::more);
  }

  /** The peer whose cursor it is, if that is known yet. */
  abstract @Nullable PeerId peer();

  Pump pump() {
    return pump;
  }

  private Dialect dialect() {
    return services.dialect();
  }

  void say(Notice notice) {
    pump.offer(dialect().encode(notice));
  }

  private void more() {
    PeerId peer = peer();
    if (peer != null) {
      services.rooms().more(room, peer, this);
    }
  }

  /** The server is about to end: says so, and closes, once everything else has been offered. */
  void dismiss(Notice.Bye bye) {
    farewell.set(bye);
    PeerId peer = peer();
    if (peer == null || !services.rooms().isBehind(room, peer, this)) {
      sayFarewell();
    }
    pump.flush();
  }

  private void sayFarewell() {
    Notice.Bye bye = farewell.getAndSet(null);
    if (bye != null) {
      say(bye);
      pump.close(CloseCode.SERVICE_RESTART);
    }
  }

  @Override
  public boolean offer(RoomLog.Entry entry) {
    return pump.offerEvent(() -> entry.spelled(dialect()));
  }

  @Override
  public void replayed(long cost) {
    client.replayed(cost);
  }

  @Override
  public void caughtUp() {
    sayFarewell();
  }

  @Override
  public void lagged() {
    pump.cut();
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
