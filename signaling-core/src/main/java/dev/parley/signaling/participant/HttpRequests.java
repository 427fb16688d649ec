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

/**
 * Participants over HTTP: each join, post, leave, poll and event stream is an HTTP request of its
 * own. Knows participants by room and peer, since there is no connection that could hold one.
 *
 * <p>Thread-safe. An entry lasts as long as its seat; a request for a peer without a seat creates a
 * participant that is dropped with the response, so that strangers take no memory.
 */
public final class HttpRequests {
  private final Services services;
  private final Consumer<Attachment> listening;
  private final ConcurrentHashMap<RoomPeer, Participant> participants = new ConcurrentHashMap<>();

  /**
   * A peer of a room. The order keeps lookups in hash tables fast if clients choose colliding
   * names.
   */
  public record RoomPeer(RoomName room, PeerId peer) implements Comparable<RoomPeer> {
    private static final Comparator<RoomPeer> ORDER =
        Comparator.comparing(RoomPeer::room).thenComparing(RoomPeer::peer);

    @Override
    public int compareTo(RoomPeer other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * The body of the response to a post.
   *
   * @param single whether the post was one message and not an array, so that its refusal is an HTTP
   *     error
   */
  public record PostResponse(Notice.Ack ack, boolean single) {}

  HttpRequests(Services services, Consumer<Attachment> listening) {
    this.services = services;
    this.listening = listening;
  }

  /**
   * Takes a seat, on which the peer listens soon.
   *
   * @param text {@code join} in UTF-8, from one index to the other; the array may be reused
   * @param answer is called once, on any thread, maybe before this returns
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
              new Notice.Error(
                  ErrorCode.BAD_MESSAGE, "The body must be a join message.", Request.NO_ID),
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
      participants.putIfAbsent(peer, participant); // a refusal may just have removed it
    }
  }

  /** A peer that got no seat is forgotten, unless requests wait: a tick has to time those out. */
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
    participant.seat().bind(peer.peer, client);
    return participant;
  }

  /**
   * Processes one request or an array of them, in order.
   *
   * @param seat the number of the seat that it comes from; 0 for any seat of the peer. A post that
   *     was under way when its peer took a new seat must not count for the new one
   * @param text messages in UTF-8, from one index to the other; the array may be reused
   * @param response is called once, on any thread, maybe before this returns
   * @throws ProtocolException with {@code too-large} if it exceeds the limits, and nothing of it is
   *     processed
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

  /**
   * Gives a seat up.
   *
   * @param seat its number; 0 for any seat of the peer
   */
  public void leave(RoomPeer peer, long seat, ClientAccount client, Runnable done) {
    Sender sender = new Sender(peer.peer, seat, client, null);
    Participant participant = participant(peer, client);
    participant
        .requests()
        .addAll(
            List.of(new Request.Leave(Request.NO_ID)),
            new HttpPostRequester(participant, sender, 1, 0, _ -> done.run()));
  }

  /** The participant of a peer. It is kept only if the peer has a seat. */
  private Participant participant(RoomPeer peer, ClientAccount client) {
    Participant known = participants.get(peer);
    if (known != null) {
      return known;
    }
    return isSeated(peer)
        ? participants.computeIfAbsent(peer, _ -> newParticipant(peer, client))
        : newParticipant(peer, client);
  }

  /**
   * Whether a peer has a seat, as far as this node knows. Transports may ask only after they have
   * authenticated the peer: nobody else may learn who is in a room.
   */
  public boolean isSeated(RoomPeer peer) {
    return services.rooms().hasSeat(peer.room, peer.peer);
  }

  /**
   * Attaches an event stream or a poll to the seat of a peer.
   *
   * @param link the way to the client
   * @param codec encodes events and notices for this link
   * @param after the number of the last event that the client has processed; null to begin with the
   *     seat
   * @param ticketSeat the seat of the ticket that authorized the request; null if the key did
   * @param result receives null, or the refusal; on any thread, maybe before this returns
   * @return the attachment; the caller reports the close of the link ({@link Attachment#closed})
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
                  participants.put(
                      peer, participant); // the participant that attached last holds the seat
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

  /**
   * The seat that a ticket was issued for; empty if it was not issued to this peer by this server.
   */
  public OptionalLong seatOfTicket(RoomPeer peer, String ticket) {
    return services.tickets().seat(ticket, peer.room, peer.peer);
  }

  Collection<Participant> all() {
    return participants.values();
  }

  /** Removes participants without a seat. */
  void tick(Instant now) {
    participants
        .entrySet()
        .removeIf(entry ->
            entry.getValue().isSilent(now)
                && !entry.getValue().requests().isBusy()
                && !isSeated(entry.getKey()));
  }
}
