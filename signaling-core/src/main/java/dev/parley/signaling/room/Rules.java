package dev.parley.signaling.room;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Event;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.PeerName;
import dev.parley.signaling.protocol.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of a room: what becomes of each command. Nothing here changes anything. */
final class Rules {
  private static final String VIEWER = "viewer";
  private static final Refusal TO_ONESELF =
      new Refusal(
          ErrorCode.BAD_MESSAGE, "The member \"to\" names yourself: nobody hears what they sent.");

  private Rules() {}

  static Decision decide(Room room, Command command) {
    return switch (command) {
      case Command.Join join -> join(room, join);
      case Command.Attach(PeerId peer, Connection connection) -> attach(room, peer, connection);
      case Command.Disconnect(PeerId peer, long epoch) -> lose(room, peer, epoch);
      case Command.Expire(Instant now) -> expire(room, now);
      case Command.Submit say -> say(room, say);
    };
  }

  private static Decision join(Room room, Command.Join join) {
    RoomPolicy policy = room.policy();
    if (room.seats().size() >= policy.maxPeers() && room.seat(join.peer()) == null) {
      return Decision.refused(
          new Refusal(
              ErrorCode.ROOM_FULL, "This room is full: at most " + policy.maxPeers() + " people."));
    }
    PeerInfo peer =
        new PeerInfo(
            join.peer(),
            room.seatsGiven() + 1,
            join.name(),
            join.role(),
            join.features(),
            true,
            join.data());
    if (rosterWith(room, peer) > policy.maxRosterBytes()) {
      return Decision.refused(
          new Refusal(ErrorCode.ROOM_FULL, "This room is full: its roster has grown too long."));
    }
    return Decision.of(
        event(new Event.PeerJoined(peer), Audience.allBut(join.peer())),
        new Fact.Attached(join.peer(), join.connection()));
  }

  private static Decision attach(Room room, PeerId peer, Connection connection) {
    Seat seat = room.seat(peer);
    if (seat == null) {
      return Decision.NOTHING;
    }
    Fact attached = new Fact.Attached(peer, connection);
    return seat.info().online()
        ? Decision.of(attached)
        : Decision.of(attached, presence(seat.info(), true));
  }

  private static Decision lose(Room room, PeerId peer, long epoch) {
    Seat seat = room.seat(peer);
    return seat != null && seat.epoch() == epoch && seat.info().online()
        ? Decision.of(presence(seat.info(), false))
        : Decision.NOTHING;
  }

  private static Fact presence(PeerInfo peer, boolean online) {
    return event(new Event.PeerUpdated(peer.withOnline(online)), Audience.allBut(peer.id()));
  }

  private static Decision expire(Room room, Instant now) {
    List<Fact> left = new ArrayList<>(0);
    for (Seat seat : room.seats().values()) {
      if (seat.isExpired(now, room.policy().resumeWindow())) {
        PeerId id = seat.info().id();
        left.add(event(new Event.PeerLeft(id, LeaveReason.TIMEOUT), Audience.allBut(id)));
      }
    }
    return left.isEmpty() ? Decision.NOTHING : new Decision(left, null);
  }

  private static Fact event(Event event, Audience audience) {
    return new Fact.Emitted(event, audience, Request.NO_ID);
  }

  /** A request that causes no event, or is refused, has been taken all the same. */
  private static Decision say(Room room, Command.Submit say) {
    Decision decision = answer(room, say);
    Refusal refusal = decision.refusal();
    long id = say.request().id();
    if (id == Request.NO_ID || (refusal == null && !decision.facts().isEmpty())) {
      return decision;
    }
    List<Fact> facts = new ArrayList<>(decision.facts());
    facts.add(new Fact.Processed(say.from(), id, refusal, say.brief()));
    return new Decision(facts, refusal);
  }

  private static Decision answer(Room room, Command.Submit say) {
    PeerId from = say.from();
    return switch (say.request()) {
      case Request.Signal(long id, var kind, PeerId to, Payload payload) ->
          relay(room, id, to, new Event.Signal(from, kind, payload));
      case Request.Reply(long id, PeerId to, long re, Payload data) ->
          relay(room, id, to, new Event.Reply(from, re, say.ask(), data));
      case Request.Message message -> message(room, from, message);
      case Request.Update(long id, PeerName name, Payload data) ->
          update(room, from, id, name, data);
      case Request.Set set -> set(room, from, set);
      case Request.Leave(long id) ->
          Decision.of(
              new Fact.Emitted(
                  new Event.PeerLeft(from, LeaveReason.LEFT), Audience.allBut(from), id));
      case Request.Malformed(_, ErrorCode code, String sentence) ->
          Decision.refused(new Refusal(code, sentence));
    };
  }

  private static Decision relay(Room room, long id, PeerId to, Event event) {
    if (to.equals(event.subject())) {
      return Decision.refused(TO_ONESELF);
    }
    return room.seat(to) == null
        ? Decision.refused(gone(List.of(to)))
        : Decision.of(new Fact.Emitted(event, Audience.only(to), id));
  }

  private static Decision message(Room room, PeerId from, Request.Message message) {
    Event event = new Event.Message(from, message.data(), message.ask(), message.keep());
    Set<PeerId> to = message.to();
    if (to == null) {
      return toAll(room, from, message, event);
    }
    if (to.contains(from)) {
      return Decision.refused(TO_ONESELF);
    }
    Map<Boolean, LinkedHashSet<PeerId>> seated =
        to.stream()
            .filter(id -> !message.except().contains(id))
            .collect(
                Collectors.partitioningBy(
                    room.seats()::containsKey, Collectors.toCollection(LinkedHashSet::new)));
    Set<PeerId> there = Objects.requireNonNull(seated.get(true));
    Set<PeerId> gone = Objects.requireNonNull(seated.get(false));
    return new Decision(
        there.isEmpty()
            ? List.of()
            : List.of(new Fact.Emitted(event, new Audience.Only(there), message.id())),
        gone.isEmpty() ? null : gone(List.copyOf(gone)));
  }

  /** Ids without a seat are forgotten, unless a peer that comes later is not to see the message. */
  private static Decision toAll(Room room, PeerId from, Request.Message message, Event event) {
    Set<PeerId> but =
        message.except().isEmpty()
            ? Set.of(from)
            : Stream.concat(
                    message.except().stream()
                        .filter(id -> message.keep() ? id.canExist() : room.seat(id) != null),
                    Stream.of(from))
                .collect(Collectors.toCollection(HashSet::new)); // which bears ids that collide
    PeerName name = Objects.requireNonNull(room.seat(from)).info().name();
    return message.keep() && !History.fits(name, message.data().length(), but.size())
        ? Decision.refused(
            new Refusal(
                ErrorCode.BAD_MESSAGE, "This is too long to be kept: send it without keep."))
        : Decision.of(new Fact.Emitted(event, new Audience.AllBut(but), message.id()));
  }

  private static Decision update(
      Room room, PeerId from, long id, @Nullable PeerName name, @Nullable Payload data) {
    PeerInfo now = Objects.requireNonNull(room.seat(from)).info();
    PeerInfo then =
        now.withProfile(name == null ? now.name() : name, data == null ? now.data() : data);
    return rosterWith(room, then) > room.policy().maxRosterBytes()
        ? Decision.refused(
            new Refusal(ErrorCode.BAD_MESSAGE, "The roster of this room has no place for so much."))
        : Decision.of(new Fact.Emitted(new Event.PeerUpdated(then), Audience.allBut(from), id));
  }

  private static Decision set(Room room, PeerId from, Request.Set set) {
    PeerInfo setter = Objects.requireNonNull(room.seat(from)).info();
    if (set.name().isForHosts() || setter.role().equals(VIEWER)) {
      return Decision.refused(
          new Refusal(ErrorCode.FORBIDDEN, "Your role may not set this name of the shared state."));
    }
    long seq = room.shared().seq(set.name());
    if (set.ifSeq() != null && set.ifSeq() != seq) {
      return Decision.refused(
          new Refusal(
              ErrorCode.CONFLICT,
              "This name was set meanwhile: decide again with what is there now.",
              List.of(),
              seq));
    }
    String excess = room.shared().excess(set.name(), set.value(), setter.seat());
    return excess == null
        ? Decision.of(
            new Fact.Emitted(
                new Event.State(from, set.name(), set.value()),
                new Audience.WithFeature(Features.STATE),
                set.id()))
        : Decision.refused(new Refusal(ErrorCode.BAD_MESSAGE, excess));
  }

  /** About how long the roster is with this entry in it. */
  private static long rosterWith(Room room, PeerInfo peer) {
    Seat before = room.seat(peer.id());
    return room.rosterLength() - (before == null ? 0 : before.info().length()) + peer.length();
  }

  private static Refusal gone(List<PeerId> peers) {
    return new Refusal(
        ErrorCode.PEER_GONE,
        peers.size() == 1
            ? "Nobody with this id has a seat in this room."
            : peers.size() + " of those addressed have no seat in this room.",
        peers,
        null);
  }
}
