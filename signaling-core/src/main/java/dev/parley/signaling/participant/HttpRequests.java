package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.AttachRequest;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.wire.MessageCodec;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Participants whose requests and events come over HTTP, each by a request of its own. */
public final class HttpRequests {
  private final Services services;
  private final Consumer<Attachment> listening;
  private final ConcurrentHashMap<RoomPeer, Participant> participants = new ConcurrentHashMap<>();

  /** A peer of a room. An order lets hash tables bear rooms whose names were made to collide. */
  public record RoomPeer(RoomName room, PeerId peer) implements Comparable<RoomPeer> {
    private static final Comparator<RoomPeer> ORDER =
        Comparator.comparing(RoomPeer::room).thenComparing(RoomPeer::peer);

    @Override
    public int compareTo(RoomPeer other) {
      return ORDER.compare(this, other);
    }
  }

  /** The parts of the response to a post. */
  public record PostResponse(Notice.Ack ack, boolean single) {}

  HttpRequests(Services services, Consumer<Attachment> listening) {
    this.services = services;
    this.listening = listening;
  }

  /**
   * Gives a peer its seat, on which it is to start listening soon.
   *
   * @param text a {@code join} in UTF-8; the bytes are not kept
   * @param answer is called once, maybe later, by any thread
   */
  public void join(
      RoomName room, byte[] text, int from, int to, ClientAccount client, JoinCallback answer) {
    Request request = services.codec().decode(text, from, to);
    switch (request) {
      case Request.Join join -> join(new RoomPeer(room, join.key().id()), join, client, answer);
      case Request.Malformed(_, ErrorCode code, String sentence) ->
          refuse(room, client, new Notice.Error(code, sentence, Request.NO_ID), answer);
      case Request.Ping _, Request.Numbered _ ->
          refuse(
              room,
              client,
              new Notice.Error(ErrorCode.BAD_MESSAGE, "Only join gives a seat.", Request.NO_ID),
              answer);
    }
  }

  private void refuse(
      RoomName room, ClientAccount client, Notice.Error error, JoinCallback answer) {
    services.observe(error, room, client);
    answer.refused(error);
  }

  private void join(RoomPeer peer, Request.Join join, ClientAccount client, JoinCallback answer) {
    Participant participant = participants.computeIfAbsent(peer, _ -> newParticipant(peer, client));
    participant.markAlive();
    participant
        .requests()
        .addAll(
            List.of(join), new HttpJoinRequester(client, remembering(peer, participant, answer)));
    if (participant.requests().isBusy()) {
      participants.putIfAbsent(peer, participant); // a refusal may just have taken it away
    }
  }

  /** Of a peer that got no seat nothing is kept, unless others wait, which a tick may give up. */
  private JoinCallback remembering(RoomPeer peer, Participant participant, JoinCallback answer) {
    return new JoinCallback() {
      @Override
      public void joined(Notice.Joined joined) {
        participants.put(peer, participant);
        answer.joined(joined);
      }

      @Override
      public void refused(Notice.Error error) {
        if (!isSeated(peer) && !participant.requests().hasQueued()) {
          participants.remove(peer, participant);
        }
        answer.refused(error);
      }
    };
  }

  private Participant newParticipant(RoomPeer peer, ClientAccount client) {
    Participant participant = new Participant(peer.room, services, _ -> {});
    participant.bindPeer(peer.peer, client);
    return participant;
  }

  /**
   * Takes one message, or an array of them, in order. What was still on its way when its peer got
   * another seat must not be taken for what the peer says there.
   *
   * @param seat the seat that it comes from; 0 is whichever the peer has
   * @param text messages in UTF-8; the bytes are not kept
   * @param response is called once, maybe later, by any thread
   * @throws ProtocolException with {@code too-large} if it is too much, of which nothing is taken
   */
  public void post(
      RoomPeer peer,
      long seat,
      byte[] text,
      int from,
      int to,
      ClientAccount client,
      Consumer<PostResponse> response) {
    List<Request> requests =
        services.codec().decodeAll(text, from, to, services.limits().messageBytes());
    boolean single = !beginsArray(text, from, to);
    Sender sender = new Sender(peer.peer, seat, client, null);
    long received = services.rooms().received(peer.room, sender);
    if (requests.isEmpty()) {
      response.accept(new PostResponse(new Notice.Ack(received), single));
      return;
    }
    Participant participant = participant(peer, client);
    participant.markAlive();
    participant
        .requests()
        .addAll(
            requests,
            new HttpPostRequester(
                participant,
                sender,
                requests.size(),
                received,
                ack -> response.accept(new PostResponse(ack, single))));
  }

  private static boolean beginsArray(byte[] text, int from, int to) {
    int at = from;
    while (at < to && Character.isWhitespace(text[at])) {
      at++;
    }
    return at < to && text[at] == '[';
  }

  /** Gives this seat up; 0 is whichever the peer has. */
  public void leave(RoomPeer peer, long seat, ClientAccount client, Runnable done) {
    Sender sender = new Sender(peer.peer, seat, client, null);
    Participant participant = participant(peer, client);
    participant
        .requests()
        .addAll(
            List.of(new Request.Leave(Request.NO_ID)),
            new HttpPostRequester(participant, sender, 1, 0, _ -> done.run()));
  }

  /** Lasts as long as its seat: of strangers nothing is kept. */
  private Participant participant(RoomPeer peer, ClientAccount client) {
    Participant known = participants.get(peer);
    if (known != null) {
      return known;
    }
    return isSeated(peer)
        ? participants.computeIfAbsent(peer, _ -> newParticipant(peer, client))
        : newParticipant(peer, client);
  }

  private boolean isSeated(RoomPeer peer) {
    return services.rooms().hasSeat(peer.room, peer.peer);
  }

  /**
   * Events of this peer's go out on a link, from after that event on; without a number, from the
   * beginning of the seat.
   *
   * @param ticketSeat the seat of the ticket that the request came with, null for a key
   * @param result is told null, or why it cannot listen; maybe before this returns, by any thread
   * @return the attachment, which must be told when the link is gone
   */
  public Attachment listen(
      RoomPeer peer,
      ClientAccount client,
      Link link,
      MessageCodec codec,
      @Nullable Long after,
      @Nullable Long ticketSeat,
      Consumer<@Nullable ProtocolException> result) {
    Participant participant = participant(peer, client);
    Attachment attachment =
        new LinkAttachment(participant, client, link, codec, services.limits().unsentBytes());
    participant.add(attachment);
    try {
      services
          .rooms()
          .attach(
              peer.room,
              new AttachRequest.Listen(peer.peer, client, after, ticketSeat),
              participant,
              attachment,
              refusal -> {
                if (refusal == null) {
                  participants.put(peer, participant); // the latest to attach holds the seat
                  participant.attached(attachment);
                }
                result.accept(refusal);
                if (refusal == null) {
                  attachment.flush();
                  listening.accept(attachment);
                }
              });
    } catch (RuntimeException e) {
      attachment.closed();
      throw e;
    }
    return attachment;
  }

  /** The seat that this ticket of a peer's was made for, or none if it was not made here. */
  public OptionalLong seatOfTicket(RoomPeer peer, String ticket) {
    return services.tickets().seat(ticket, peer.room, peer.peer);
  }

  Collection<Participant> all() {
    return participants.values();
  }

  /** Forgets those who have no seat any more. */
  void tick(Instant now) {
    participants
        .entrySet()
        .removeIf(entry ->
            entry.getValue().isSilent(now)
                && !entry.getValue().requests().isBusy()
                && !isSeated(entry.getKey()));
  }
}
