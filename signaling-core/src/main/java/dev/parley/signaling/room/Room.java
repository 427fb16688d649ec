package dev.parley.signaling.room;

import com.google.common.collect.ImmutableMap;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of a room: who has a seat in it, decided by pure functions. */
record Room(RoomPolicy policy, long seatsGiven, ImmutableMap<PeerId, Seat> seats) {
  private static final long OVERHEAD_OF_A_SEAT = 500;
  private static final Refusal TO_ONESELF =
      new Refusal(
          ErrorCode.BAD_MESSAGE, "The member \"to\" names yourself: nobody hears what they sent.");

  static Room empty(RoomPolicy policy) {
    return new Room(policy, 0, ImmutableMap.of());
  }

  boolean isEmpty() {
    return seats.isEmpty();
  }

  @Nullable PeerInfo peer(PeerId id) {
    Seat seat = seats.get(id);
    return seat == null ? null : seat.info();
  }

  List<PeerInfo> roster(PeerId except) {
    return seats.values().stream()
        .map(Seat::info)
        .filter(info -> !info.id().equals(except))
        .toList();
  }

  /** Bytes of memory that these seats take, about. */
  long weight() {
    return seats.values().stream().mapToLong(seat -> weight(seat.info())).sum();
  }

  /** Bytes of memory that a seat takes, about. */
  static long weight(PeerInfo peer) {
    return OVERHEAD_OF_A_SEAT + peer.length();
  }

  Decision decide(Command command) {
    return switch (command) {
      case Command.Join join -> join(join);
      case Command.Resume(PeerId peer) -> presence(peer, true);
      case Command.Lose(PeerId peer) -> presence(peer, false);
      case Command.Expire(Instant now) -> expire(now);
      case Command.Say say -> say(say);
    };
  }

  Room apply(Event event, Instant at) {
    return switch (event) {
      case Event.PeerJoined(PeerInfo peer) -> with(new Seat(peer, null), peer.seat());
      case Event.PeerUpdated(PeerInfo peer) ->
          with(new Seat(peer, peer.online() ? null : lostAt(peer, at)), seatsGiven);
      case Event.PeerLeft(PeerId from, _) -> without(from);
      case Event.Offer _, Event.Answer _, Event.Candidate _, Event.Message _, Event.Reply _ -> this;
    };
  }

  private Decision join(Command.Join join) {
    if (seats.size() >= policy.maxPeers() && !seats.containsKey(join.peer())) {
      return Decision.refused(
          new Refusal(
              ErrorCode.ROOM_FULL, "This room is full: at most " + policy.maxPeers() + " people."));
    }
    PeerInfo peer =
        new PeerInfo(join.peer(), seatsGiven + 1, join.name(), join.role(), true, join.data());
    if (rosterWith(peer) > policy.maxRosterBytes()) {
      return Decision.refused(
          new Refusal(ErrorCode.ROOM_FULL, "This room is full: its roster has grown too long."));
    }
    return Decision.of(new Event.PeerJoined(peer), Audience.allBut(join.peer()));
  }

  private Decision presence(PeerId id, boolean online) {
    PeerInfo peer = peer(id);
    return peer == null || peer.online() == online
        ? Decision.NOTHING
        : Decision.of(new Event.PeerUpdated(peer.withOnline(online)), Audience.allBut(id));
  }

  private Decision expire(Instant now) {
    List<Decision.Outcome> left = new ArrayList<>();
    for (Seat seat : seats.values()) {
      if (seat.expired(now, policy.resumeWindow())) {
        PeerId id = seat.info().id();
        left.add(
            new Decision.Outcome(new Event.PeerLeft(id, LeaveReason.TIMEOUT), Audience.allBut(id)));
      }
    }
    return new Decision(left, null);
  }

  private Decision say(Command.Say say) {
    PeerId from = say.from();
    return switch (say.request()) {
      case Request.Offer(_, PeerId to, Payload sdp) -> relay(from, to, new Event.Offer(from, sdp));
      case Request.Answer(_, PeerId to, Payload sdp) ->
          relay(from, to, new Event.Answer(from, sdp));
      case Request.Candidate(_, PeerId to, Payload candidate) ->
          relay(from, to, new Event.Candidate(from, candidate));
      case Request.Reply(_, PeerId to, long re, Payload data) ->
          relay(from, to, new Event.Reply(from, re, say.ask(), data));
      case Request.Message message -> message(from, message);
      case Request.Update(_, PeerName name, Payload data) -> update(from, name, data);
      case Request.Leave _ ->
          Decision.of(new Event.PeerLeft(from, LeaveReason.LEFT), Audience.allBut(from));
      case Request.Garbled(_, ErrorCode code, String sentence) ->
          Decision.refused(new Refusal(code, sentence));
    };
  }

  private Decision relay(PeerId from, PeerId to, Event event) {
    if (to.equals(from)) {
      return Decision.refused(TO_ONESELF);
    }
    return seats.containsKey(to)
        ? Decision.of(event, Audience.only(to))
        : Decision.refused(gone(List.of(to)));
  }

  private Decision message(PeerId from, Request.Message message) {
    Event event = new Event.Message(from, message.data(), message.ask());
    Set<PeerId> to = message.to();
    if (to == null) {
      Set<PeerId> but =
          Stream.concat(message.except().stream().filter(seats::containsKey), Stream.of(from))
              .collect(Collectors.toUnmodifiableSet()); // of strangers nothing is kept
      return Decision.of(event, new Audience.AllBut(but));
    }
    if (to.contains(from)) {
      return Decision.refused(TO_ONESELF);
    }
    Map<Boolean, LinkedHashSet<PeerId>> seated =
        to.stream()
            .filter(id -> !message.except().contains(id))
            .collect(
                Collectors.partitioningBy(
                    seats::containsKey, Collectors.toCollection(LinkedHashSet::new)));
    Set<PeerId> there = Objects.requireNonNull(seated.get(true));
    Set<PeerId> gone = Objects.requireNonNull(seated.get(false));
    return new Decision(
        there.isEmpty()
            ? List.of()
            : List.of(new Decision.Outcome(event, new Audience.Only(there))),
        gone.isEmpty() ? null : gone(List.copyOf(gone)));
  }

  private Decision update(PeerId from, @Nullable PeerName name, @Nullable Payload data) {
    PeerInfo now = Objects.requireNonNull(peer(from));
    PeerInfo then =
        now.withProfile(name == null ? now.name() : name, data == null ? now.data() : data);
    return rosterWith(then) > policy.maxRosterBytes()
        ? Decision.refused(
            new Refusal(ErrorCode.BAD_MESSAGE, "The roster of this room has no place for so much."))
        : Decision.of(new Event.PeerUpdated(then), Audience.allBut(from));
  }

  /** About how long the roster is with this entry in it. */
  private long rosterWith(PeerInfo peer) {
    return seats.values().stream()
            .map(Seat::info)
            .filter(other -> !other.id().equals(peer.id()))
            .mapToLong(PeerInfo::length)
            .sum()
        + peer.length();
  }

  private static Refusal gone(List<PeerId> peers) {
    return new Refusal(
        ErrorCode.PEER_GONE,
        peers.size() == 1
            ? "Nobody with this id has a seat in this room."
            : peers.size() + " of those addressed have no seat in this room.",
        peers);
  }

  /** A profile that changes while the connection is lost must not lengthen the wait for it. */
  private Instant lostAt(PeerInfo peer, Instant at) {
    Seat seat = seats.get(peer.id());
    return seat == null || seat.lostAt() == null ? at : seat.lostAt();
  }

  private Room with(Seat seat, long seatsGiven) {
    Map<PeerId, Seat> changed = new LinkedHashMap<>(seats);
    if (seatsGiven > this.seatsGiven) {
      changed.remove(seat.info().id()); // a new seat is the last of the roster, whoever takes it
    }
    changed.put(seat.info().id(), seat);
    return new Room(policy, seatsGiven, ImmutableMap.copyOf(changed));
  }

  private Room without(PeerId peer) {
    Map<PeerId, Seat> changed = new LinkedHashMap<>(seats);
    changed.remove(peer);
    return new Room(policy, seatsGiven, ImmutableMap.copyOf(changed));
  }
}
