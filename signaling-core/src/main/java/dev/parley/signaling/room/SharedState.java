package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.StateName;
import dev.parley.signaling.protocol.StateValue;
import dev.parley.signaling.room.RoomState.SharedValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values that all peers of a room share, for as long as the room lasts. */
final class SharedState {
  /** Nothing; it is not changed. */
  static final SharedState NONE = new SharedState();

  private static final int MAX_NAMES = 64;
  private static final int MAX_NAMES_OF_A_SEAT = 16;
  private static final int MAX_BYTES = 65_536;

  /** Bytes of memory that a value takes beside its name and its JSON, about. */
  private static final int OVERHEAD = 150;

  private final Map<StateName, SharedValue> values = new LinkedHashMap<>();
  private int bytes;

  /** The number under which this name was last set, 0 if it is absent. */
  long seq(StateName name) {
    SharedValue held = values.get(name);
    return held == null ? 0 : held.value().seq();
  }

  /** Why this seat may not set this, or null. */
  @Nullable String excess(StateName name, Payload value, long seat) {
    if (value.isNull()) {
      return null;
    }
    SharedValue before = values.get(name);
    if (before == null && values.size() >= MAX_NAMES) {
      return "This room has "
          + MAX_NAMES
          + " names of shared state: set one of them to null first.";
    }
    long ofSeat = values.values().stream().filter(held -> held.seat() == seat).count();
    if ((before == null || before.seat() != seat) && ofSeat >= MAX_NAMES_OF_A_SEAT) {
      return "You have set " + MAX_NAMES_OF_A_SEAT + " names: set one of them to null first.";
    }
    int length =
        bytes + bytes(name, value) - (before == null ? 0 : bytes(name, before.value().value()));
    return length > MAX_BYTES
        ? "The shared state of a room has at most " + MAX_BYTES + " bytes of names and values."
        : null;
  }

  void set(StateName name, Payload value, long seq, long seat) {
    SharedValue before = values.remove(name);
    bytes -= before == null ? 0 : bytes(name, before.value().value());
    if (!value.isNull()) {
      put(new SharedValue(name, new StateValue(value, seq), seat));
    }
  }

  void put(SharedValue value) {
    values.put(value.name(), value);
    bytes += bytes(value.name(), value.value().value());
  }

  private static int bytes(StateName name, Payload value) {
    return name.value().length() + value.length();
  }

  /** Bytes of memory that it takes, about. */
  long weight() {
    return bytes + (long) OVERHEAD * values.size();
  }

  List<SharedValue> all() {
    return List.copyOf(values.values());
  }

  /** All values, as a peer is told that joins. */
  Map<StateName, StateValue> values() {
    Map<StateName, StateValue> copy = new LinkedHashMap<>();
    values.forEach((name, held) -> copy.put(name, held.value()));
    return copy;
  }
}
