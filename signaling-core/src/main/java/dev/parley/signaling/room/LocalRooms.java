package dev.parley.signaling.room;

import dev.parley.signaling.guard.Faults;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rooms in memory: the one place that changes state.
 *
 * <p>{@code compute} of the map is a room's lock, its creation and its removal in one call, so that
 * the race between the last leave and the next join cannot be written.
 */
public final class LocalRooms implements Rooms {
  private static final Receipt NO_ROOM = new Receipt(0, OpenRoom.NO_SEAT);
  private static final Refusal CLOSED =
      new Refusal(ErrorCode.UNAVAILABLE, "The server is about to end: come again in a moment.");

  private final ConcurrentHashMap<RoomName, OpenRoom> rooms = new ConcurrentHashMap<>();
  private final AtomicLong ended = new AtomicLong();
  private final Chunks chunks;
  private final InstantSource clock;
  private final RoomPolicy policy;
  private final RoomLog.Capacity capacity;
  private final Faults faults;

  /** Read within the steps, so that one more step of each room tells that all have seen it. */
  private volatile boolean closed;

  public LocalRooms(
      InstantSource clock, RoomPolicy policy, RoomLog.Capacity capacity, Faults faults) {
    this.clock = clock;
    this.policy = policy;
    this.capacity = capacity;
    this.chunks = new Chunks(capacity.ofAll().bound());
    this.faults = faults;
  }

  @Override
  public void join(RoomName name, Joining joining, Cursor cursor) {
    Step step = newStep();
    rooms.compute(
        name,
        (_, open) -> {
          if (closed && (open == null || !open.resumes(joining))) {
            throw ProtocolException.unavailable(CLOSED.sentence());
          }
          OpenRoom room = open == null ? newRoom(joining, step) : open;
          room.join(joining, cursor, step);
          if (open == null) {
            room.begin();
          }
          return room;
        });
    finish(name, joining.peer(), cursor, step);
  }

  @Override
  public void attach(RoomName name, PeerId peer, @Nullable Long after, Cursor cursor) {
    Step step = newStep();
    if (!within(name, false, room -> room.attach(peer, after, cursor, step))) {
      throw new ProtocolException(
          ErrorCode.LAGGED, "The room no longer holds what comes after that: join anew.");
    }
    finish(name, peer, cursor, step);
  }

  @Override
  public void more(RoomName name, PeerId peer, Cursor cursor) {
    Step step = newStep();
    within(name, false, room -> room.more(peer, cursor, step));
    finish(name, peer, cursor, step);
  }

  /** Sends what a step has offered, and goes on in further steps if it has not finished. */
  private void finish(RoomName name, PeerId peer, Cursor cursor, Step first) {
    first.flush();
    Step last = first;
    while (last.isUnfinished()) {
      Step next = newStep();
      within(name, false, room -> room.more(peer, cursor, next));
      next.flush();
      last = next;
    }
  }

  @Override
  public boolean isBehind(RoomName name, PeerId peer, Cursor cursor) {
    return step(name, false, (room, _) -> room.isBehind(peer, cursor));
  }

  @Override
  public void rest(RoomName name, PeerId peer, Cursor cursor) {
    step(name, false, (room, step) -> room.rest(peer, cursor, step));
  }

  @Override
  public Receipt submit(RoomName name, Speaker speaker, Request.Numbered request) {
    return step(
        name,
        NO_ROOM,
        (room, step) ->
            closed
                ? new Receipt(room.received(speaker), CLOSED)
                : room.submit(speaker, request, step));
  }

  @Override
  public boolean holds(RoomName name, Speaker speaker) {
    return step(name, false, (room, _) -> room.isSeated(speaker));
  }

  @Override
  public boolean isTicketed(RoomName name, PeerId peer) {
    return step(name, false, (room, step) -> room.isTicketed(peer, step));
  }

  @Override
  public long received(RoomName name, Speaker speaker) {
    return step(name, 0L, (room, _) -> room.received(speaker));
  }

  @Override
  public void lose(RoomName name, PeerId peer, Cursor cursor) {
    step(name, false, (room, step) -> room.lose(peer, cursor, step));
  }

  @Override
  public void tick() {
    for (RoomName name : rooms.keySet()) {
      faults.isolate("ticking a room", () -> step(name, false, OpenRoom::tick));
    }
    chunks.tick();
  }

  @Override
  public void close() {
    closed = true;
    rooms.keySet().forEach(name -> step(name, false, (_, _) -> true));
  }

  @Override
  public boolean awaitsReturn() {
    return rooms.keySet().stream()
        .anyMatch(name -> step(name, false, (room, _) -> room.awaitsReturn()));
  }

  private OpenRoom newRoom(Joining joining, Step step) {
    if (rooms.mappingCount() >= policy.maxRooms()) {
      throw ProtocolException.unavailable(
          "The server has no place for another room: try again later.");
    }
    RoomLog log = new RoomLog(capacity, joining.client().logs(), chunks, start(step));
    return new OpenRoom(policy, log, joining.client());
  }

  /**
   * Where the numbers of a new room begin. A cursor from before, of a room that has ended or of a
   * server that was started again, must never fit into it: so they begin with the time, and above
   * all that has ended here.
   */
  private long start(Step step) {
    return Math.max(step.now().toEpochMilli(), ended.get());
  }

  private @Nullable OpenRoom end(OpenRoom room) {
    ended.accumulateAndGet(room.end(), Math::max);
    return null;
  }

  private Step newStep() {
    return new Step(clock.instant(), faults);
  }

  private <T> T step(RoomName name, T withoutRoom, BiFunction<OpenRoom, Step, T> act) {
    Step step = newStep();
    T result = within(name, withoutRoom, room -> act.apply(room, step));
    step.flush();
    return result;
  }

  /** One step of a room that exists, which goes if the step leaves nobody in it. */
  private <T> T within(RoomName name, T withoutRoom, Function<OpenRoom, T> act) {
    AtomicReference<T> result = new AtomicReference<>(withoutRoom);
    rooms.computeIfPresent(
        name,
        (_, room) -> {
          result.setPlain(act.apply(room));
          return room.isEmpty() ? end(room) : room;
        });
    return result.getPlain();
  }
}
