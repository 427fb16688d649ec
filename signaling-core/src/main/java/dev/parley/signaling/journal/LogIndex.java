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

/** The entries of a log that concern each seat, and the newest of those that are kept no more. */
final class LogIndex {
  /** Most rooms are of two: a larger table would be most of what they take. */
  private static final int FEW = 4;

  private final EntryIndex all = new EntryIndex();
  private final EntryIndex forAll = new EntryIndex();
  private final Map<PeerId, SeatIndex> seats = new HashMap<>(FEW);

  /** Most rooms share nothing, and have none. */
  private Map<String, FeatureIndex> ofFeatures = Map.of();

  private long trimmedForAll;

  /** Seats as a snapshot has them; events up to {@code trimmed} may be kept no more since. */
  void restore(Snapshot snapshot, long trimmed) {
    snapshot.room().seats().forEach(seat -> restore(seat.info(), snapshot));
    if (trimmed > snapshot.trimmed()) {
      trimmedForAll = trimmed; // it is not known whom they concerned
    }
  }

  private void restore(PeerInfo peer, Snapshot snapshot) {
    Snapshot.SeatLog kept = Objects.requireNonNull(snapshot.seats().get(peer.id()));
    SeatIndex seat = new SeatIndex(kept.since(), peer.features());
    seat.trimmed(kept.trimmed());
    seats.put(peer.id(), seat);
  }

  EntryIndex all() {
    return all;
  }

  /** The entries that may concern this peer, which has a seat. */
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

  /** Whether the number belongs to the peer's seat, and nothing later that concerned it is gone. */
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

  @Nullable Long since(PeerId peer) {
    SeatIndex seat = seats.get(peer);
    return seat == null ? null : seat.since();
  }

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

  /** An entry stands there. */
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

  /** The oldest entry, with this number, is kept no more. */
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
