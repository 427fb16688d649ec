package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import dev.parley.signaling.room.RoomState.SharedValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The named values that all peers of a room share, for as long as the room lasts.
 *
 * <p>Part of {@link Room}: guarded by the replica's lock.
 */
final class SharedState {
  /** Shared by the rooms that have no values; never changed. */
  static final SharedState NONE = new SharedState();

  static final int MAX_NAMES = 64;
  static final int MAX_NAMES_OF_A_SEAT = 16;
  static final int MAX_BYTES = 65_536;

  /** Approximate bytes of memory of a value, beside its name and its JSON. */
  private static final int OVERHEAD = 150;

  private final Map<StateName, SharedValue> values = new LinkedHashMap<>();
  private int bytes;

  /** The number of the event that last set this value, 0 if there is none. */
  long seq(StateName name) {
    SharedValue held = values.get(name);
    return held == null ? 0 : held.value().seq();
  }

  /**
   * Why this seat may not set this value, as a sentence for a person, or null if it may. Removing
   * is always allowed.
   */
  @Nullable String excess(StateName name, Payload value, long seat) {
    if (value.isNull()) {
      return null;
    }
    SharedValue before = values.get(name);
    if (before == null && values.size() >= MAX_NAMES) {
      return "This room has its " + MAX_NAMES + " shared values: set one of them to null first.";
    }
    long ofSeat = values.values().stream().filter(held -> held.seat() == seat).count();
    if ((before == null || before.seat() != seat) && ofSeat >= MAX_NAMES_OF_A_SEAT) {
      return "You have set "
          + MAX_NAMES_OF_A_SEAT
          + " shared values: set one of them to null first.";
    }
    int length =
        bytes + bytes(name, value) - (before == null ? 0 : bytes(name, before.value().value()));
    return length > MAX_BYTES
        ? "The shared values of a room have at most " + MAX_BYTES + " bytes with their names."
        : null;
  }

  /** Applies {@code Event.State}. */
  void set(StateName name, Payload value, long seq, long seat) {
    SharedValue before = values.remove(name);
    bytes -= before == null ? 0 : bytes(name, before.value().value());
    if (!value.isNull()) {
      put(new SharedValue(name, new StateValue(value, seq), seat));
    }
  }

  /** Adds a value that is not there. */
  void put(SharedValue value) {
    values.put(value.name(), value);
    bytes += bytes(value.name(), value.value().value());
  }

  private static int bytes(StateName name, Payload value) {
    return name.value().length() + value.length();
  }

  /** Approximate bytes of memory. */
  long weight() {
    return bytes + (long) OVERHEAD * values.size();
  }

  /** The values for a snapshot. */
  List<SharedValue> all() {
    return List.copyOf(values.values());
  }

  /** A copy of all values, in the order in which they were last set. */
  Map<StateName, StateValue> values() {
    Map<StateName, StateValue> copy = new LinkedHashMap<>();
    values.forEach((name, held) -> copy.put(name, held.value()));
    return copy;
  }
}
