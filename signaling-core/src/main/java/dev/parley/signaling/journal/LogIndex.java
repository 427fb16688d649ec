package dev.parley.signaling.journal;

import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.room.Audience;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries of a log that concern a seat, and knows the newest one that was trimmed: a peer
 * can resume if everything that concerned its seat is still there, whatever else was trimmed.
 *
 * <p>Entries for everybody are in one index, entries for a few peers in the index of each, and
 * entries for a feature in the index of that feature: adding one costs the same in a room of a
 * thousand.
 */
final class LogIndex {
  /** Initial capacity: most rooms have two peers, and 16 slots would be most of their memory. */
  private static final int FEW = 4;

  private final EntryIndex all = new EntryIndex();
  private final EntryIndex forAll = new EntryIndex();
  private final Map<PeerId, SeatIndex> seats = new HashMap<>(FEW);

  /** Empty in most rooms, which share no values. */
  private Map<String, FeatureIndex> ofFeatures = Map.of();

  private long trimmedForAll;

  /**
   * Adds the seats of a snapshot. Events up to {@code trimmed} may have been dropped since it was
   * taken.
   */
  void restore(Snapshot snapshot, long trimmed) {
    snapshot.room().seats().forEach(seat -> restore(seat.info(), snapshot));
    if (trimmed > snapshot.trimmed()) {
      trimmedForAll = trimmed; // they may have concerned any seat
    }
  }

  private void restore(PeerInfo peer, Snapshot snapshot) {
    Snapshot.SeatLog kept = Objects.requireNonNull(snapshot.seats().get(peer.id()));
    SeatIndex seat = new SeatIndex(kept.since(), peer.features());
    seat.trimmed(kept.trimmed());
    seats.put(peer.id(), seat);
  }

  /** All entries. */
  EntryIndex all() {
    return all;
  }

  /** The indexes whose entries may concern this peer, which must have a seat. */
  List<EntryIndex> of(PeerId peer) {
    SeatIndex seat = Objects.requireNonNull(seats.get(peer));
    List<EntryIndex> indexes = new ArrayList<>(List.of(seat.own(), forAll));
    ofFeatures.forEach((feature, each) -> {
      if (seat.has(feature)) {
        indexes.add(each.entries());
      }
    });
    return indexes;
  }

  /**
   * Whether the number is one of the peer's present seat, and no later entry that concerned it was
   * trimmed.
   */
  boolean canResume(PeerId peer, long seq) {
    SeatIndex seat = seats.get(peer);
    return seat != null && seq >= seat.since() && seq >= newestTrimmed(seat);
  }

  /** The number of the newest trimmed entry that concerned this seat, or 0. */
  private long newestTrimmed(SeatIndex seat) {
    long newest = seat.newestTrimmed(trimmedForAll);
    for (Map.Entry<String, FeatureIndex> each : ofFeatures.entrySet()) {
      newest = seat.has(each.getKey()) ? Math.max(newest, each.getValue().trimmed()) : newest;
    }
    return newest;
  }

  /** The number of the event that gave the peer its seat; null if it has none. */
  @Nullable Long since(PeerId peer) {
    SeatIndex seat = seats.get(peer);
    return seat == null ? null : seat.since();
  }

  /** The part of a snapshot for this peer's seat. */
  Snapshot.SeatLog seat(PeerId peer) {
    SeatIndex seat = Objects.requireNonNull(seats.get(peer));
    return new Snapshot.SeatLog(seat.since(), newestTrimmed(seat));
  }

  /** The event with this number gave the peer a seat. */
  void addSeat(PeerInfo peer, long seq) {
    seats.put(peer.id(), new SeatIndex(seq, peer.features()));
  }

  void removeSeat(PeerId peer) {
    seats.remove(peer);
  }

  /** Adds the newest entry. */
  void add(Audience audience, int position) {
    all.add(position);
    switch (audience) {
      case Audience.AllBut _ -> forAll.add(position);
      case Audience.Only(Set<PeerId> peers) -> {
        for (PeerId peer : peers) {
          SeatIndex seat = seats.get(peer);
          if (seat != null) {
            seat.own().add(position);
          }
        }
      }
      case Audience.WithFeature(String feature) -> entriesOf(feature).entries().add(position);
    }
  }

  /** Removes the oldest entry, which has this number. */
  void removeFirst(Audience audience, long seq, int position) {
    all.removeFirst(position);
    switch (audience) {
      case Audience.AllBut(Set<PeerId> peers) -> {
        forAll.removeFirst(position);
        for (PeerId peer : peers) {
          SeatIndex seat = seats.get(peer);
          if (seat != null) {
            seat.exempt(seq, trimmedForAll);
          }
        }
        trimmedForAll = seq;
      }
      case Audience.Only(Set<PeerId> peers) -> {
        for (PeerId peer : peers) {
          SeatIndex seat = seats.get(peer);
          if (seat != null && seat.own().removeFirst(position)) {
            seat.trimmed(seq);
          }
        }
      }
      case Audience.WithFeature(String feature) -> entriesOf(feature).removeFirst(seq, position);
    }
  }

  private FeatureIndex entriesOf(String feature) {
    if (ofFeatures.isEmpty()) {
      ofFeatures = new HashMap<>(FEW);
    }
    return ofFeatures.computeIfAbsent(feature, _ -> new FeatureIndex());
  }
}
