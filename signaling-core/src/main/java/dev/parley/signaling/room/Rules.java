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

/**
 * The rules of a room: a pure function from a room and a command to a decision, called by {@link
 * Room#decide}. It changes nothing, so that a decision can be repeated when the journal reports a
 * conflict.
 */
final class Rules {
  /** The role that may not set shared values. */
  private static final String VIEWER = "viewer";

  private static final Refusal TO_ONESELF =
      new Refusal(
          ErrorCode.BAD_MESSAGE,
          "The member \"to\" names yourself: nobody receives their own messages.");

  private Rules() {}

  /** Decides a command. */
  static Decision decide(Room room, Command command) {
    return switch (command) {
      case Command.Join join -> join(room, join);
      case Command.Attach(PeerId peer, Connection connection) -> attach(room, peer, connection);
      case Command.Disconnect disconnect -> disconnect(room, disconnect);
      case Command.Expire(Instant now) -> expire(room, now);
      case Command.Submit submit -> submit(room, submit);
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

  private static Decision disconnect(Room room, Command.Disconnect command) {
    Seat seat = room.seat(command.peer());
    if (seat == null || seat.epoch() != command.epoch() || !seat.info().online()) {
      return Decision.NOTHING;
    }
    Fact offline = presence(seat.info(), false);
    return command.goingAway()
        ? Decision.of(new Fact.GoingAway(command.peer()), offline)
        : Decision.of(offline);
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

  /**
   * A request that causes no event, or is refused, has still used up its id, which a fact has to
   * record. Only a refusal without any id leaves no trace.
   */
  private static Decision submit(Room room, Command.Submit submit) {
    Decision decision = answer(room, submit);
    Refusal refusal = decision.refusal();
    long id = submit.request().id();
    if (id == Request.NO_ID || (refusal == null && !decision.facts().isEmpty())) {
      return decision;
    }
    List<Fact> facts = new ArrayList<>(decision.facts());
    facts.add(new Fact.Processed(submit.from(), id, refusal, submit.memoryScarce()));
    return new Decision(facts, refusal);
  }

  private static Decision answer(Room room, Command.Submit submit) {
    PeerId from = submit.from();
    return switch (submit.request()) {
      case Request.Signal signal -> relay(room, from, signal);
      case Request.Reply(long id, PeerId to, long re, Payload data) ->
          relay(room, id, to, new Event.Reply(from, re, submit.ask(), data));
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

  private static Decision relay(Room room, PeerId from, Request.Signal signal) {
    PeerId to = signal.to();
    Seat recipient = signal.link() == null ? null : room.seat(to);
    return recipient != null && !recipient.info().features().has(Features.LINK)
        ? Decision.refused(
            new Refusal(
                ErrorCode.UNSUPPORTED,
                "The recipient has not announced the feature \"link\": leave out the member"
                    + " \"link\".",
                List.of(to),
                null))
        : relay(
            room,
            signal.id(),
            to,
            new Event.Signal(from, signal.kind(), signal.link(), signal.payload(), signal.data()));
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
    Set<PeerId> present = Objects.requireNonNull(seated.get(true));
    Set<PeerId> gone = Objects.requireNonNull(seated.get(false));
    return new Decision(
        present.isEmpty()
            ? List.of()
            : List.of(new Fact.Emitted(event, new Audience.Only(present), message.id())),
        gone.isEmpty() ? null : gone(List.copyOf(gone)));
  }

  /**
   * Excluded ids without a seat are dropped, since they take memory in the log, unless the message
   * is kept: a peer with such an id may join later, and must not see it.
   */
  private static Decision toAll(Room room, PeerId from, Request.Message message, Event event) {
    Set<PeerId> but =
        message.except().isEmpty()
            ? Set.of(from)
            : Stream.concat(
                    message.except().stream()
                        .filter(id -> message.keep() ? id.canExist() : room.seat(id) != null),
                    Stream.of(from))
                .collect(Collectors.toCollection(HashSet::new)); // robust against colliding ids
    PeerName name = Objects.requireNonNull(room.seat(from)).info().name();
    return message.keep() && !History.fits(name, message.data().length(), but.size())
        ? Decision.refused(
            new Refusal(
                ErrorCode.BAD_MESSAGE,
                "The message is too long to be kept: send it without \"keep\"."))
        : Decision.of(new Fact.Emitted(event, new Audience.AllBut(but), message.id()));
  }

  private static Decision update(
      Room room, PeerId from, long id, @Nullable PeerName name, @Nullable Payload data) {
    PeerInfo now = Objects.requireNonNull(room.seat(from)).info();
    PeerInfo then =
        now.withProfile(name == null ? now.name() : name, data == null ? now.data() : data);
    return rosterWith(room, then) > room.policy().maxRosterBytes()
        ? Decision.refused(
            new Refusal(
                ErrorCode.BAD_MESSAGE,
                "The roster of this room has no space for this: send a shorter name or shorter data."))
        : Decision.of(new Fact.Emitted(new Event.PeerUpdated(then), Audience.allBut(from), id));
  }

  private static Decision set(Room room, PeerId from, Request.Set set) {
    PeerInfo setter = Objects.requireNonNull(room.seat(from)).info();
    if (set.name().isForHosts() || setter.role().equals(VIEWER)) {
      return Decision.refused(
          new Refusal(ErrorCode.FORBIDDEN, "Your role may not set this shared value."));
    }
    long seq = room.shared().seq(set.name());
    if (set.ifSeq() != null && set.ifSeq() != seq) {
      return Decision.refused(
          new Refusal(
              ErrorCode.CONFLICT,
              "This value has changed: decide again from its current value.",
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

  /** Approximate length of the roster with this entry in place of the peer's present one. */
  private static long rosterWith(Room room, PeerInfo peer) {
    Seat before = room.seat(peer.id());
    return room.rosterLength() - (before == null ? 0 : before.info().length()) + peer.length();
  }

  private static Refusal gone(List<PeerId> peers) {
    return new Refusal(
        ErrorCode.PEER_GONE,
        peers.size() == 1
            ? "Nobody with this id has a seat in this room."
            : peers.size() + " of the recipients have no seat in this room.",
        peers,
        null);
  }
}
