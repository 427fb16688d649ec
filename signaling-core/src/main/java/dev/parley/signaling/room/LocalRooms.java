package dev.parley.signaling.room;

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

  /** Read within the steps, so that one more step of each room tells that all have seen it. */
  private volatile boolean closed;

  public LocalRooms(InstantSource clock, RoomPolicy policy, RoomLog.Capacity capacity) {
    this.clock = clock;
    this.policy = policy;
    this.capacity = capacity;
    this.chunks = new Chunks(capacity.ofAll().bound());
  }

  @Override
  public void join(RoomName name, Joining joining, Cursor cursor) {
    Step step = new Step(clock.instant());
    rooms.compute(
        name,
        (_, open) -> {
          if (closed) {
            throw new ProtocolException(CLOSED.code(), CLOSED.sentence());
          }
          OpenRoom room = open == null ? newRoom(step) : open;
          room.join(joining, cursor, step);
          if (open == null) {
            room.begin();
          }
          return room;
        });
    step.flush();
  }

  @Override
  public void attach(RoomName name, PeerId peer, @Nullable Long after, Cursor cursor) {
    boolean attached = step(name, false, (room, step) -> room.attach(peer, after, cursor, step));
    if (!attached) {
      throw new ProtocolException(
          ErrorCode.LAGGED, "The room no longer holds what comes after that: join anew.");
    }
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
  public boolean holds(RoomName name, PeerId peer) {
    return step(name, false, (room, _) -> room.holds(peer));
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
    rooms.keySet().forEach(name -> step(name, false, OpenRoom::tick));
    chunks.tick();
  }

  @Override
  public void close() {
    closed = true;
    rooms.keySet().forEach(name -> step(name, false, (_, _) -> true));
  }

  private OpenRoom newRoom(Step step) {
    if (rooms.mappingCount() >= policy.maxRooms()) {
      throw new ProtocolException(
          ErrorCode.UNAVAILABLE, "The server has no place for another room: try again later.");
    }
    return new OpenRoom(policy, new RoomLog(capacity, chunks, start(step)));
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

  /** One step of a room that exists, which goes if the step leaves nobody in it. */
  private <T> T step(RoomName name, T withoutRoom, BiFunction<OpenRoom, Step, T> act) {
    Step step = new Step(clock.instant());
    AtomicReference<T> result = new AtomicReference<>(withoutRoom);
    rooms.computeIfPresent(
        name,
        (_, room) -> {
          result.setPlain(act.apply(room, step));
          return room.isEmpty() ? end(room) : room;
        });
    step.flush();
    return result.getPlain();
  }
}
