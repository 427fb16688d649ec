package dev.parley.signaling.session;

import dev.parley.signaling.guard.Client;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Cursor;
import dev.parley.signaling.room.RoomLog;
import dev.parley.signaling.room.Rooms.Speaker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Takes the requests that come over HTTP, where each stands alone. */
public final class Desk {
  private final Services services;
  private final ConcurrentHashMap<Sender, Correspondence> correspondences =
      new ConcurrentHashMap<>();

  /** An order lets hash tables bear rooms whose names were made to collide. */
  private record Sender(RoomName room, PeerId peer) implements Comparable<Sender> {
    private static final Comparator<Sender> ORDER =
        Comparator.comparing(Sender::room).thenComparing(Sender::peer);

    @Override
    public int compareTo(Sender other) {
      return ORDER.compare(this, other);
    }
  }

  /** What was taken of one post, and what was not. */
  public record Reply(Notice.Ack ack, boolean single) {}

  public Desk(Services services) {
    this.services = services;
  }

  /**
   * Gives a peer its seat, on which it is to start listening soon.
   *
   * @throws ProtocolException if it does not get one
   */
  public Notice.Joined join(RoomName room, String text, Client client) {
    return join(room, services.dialect().decode(text), client);
  }

  /** The same for bytes of UTF-8, which are not kept. */
  public Notice.Joined join(RoomName room, byte[] text, int from, int to, Client client) {
    return join(room, services.dialect().decode(text, from, to), client);
  }

  private Notice.Joined join(RoomName room, Request request, Client client) {
    return switch (request) {
      case Request.Join join -> join(room, join, client);
      case Request.Garbled(_, ErrorCode code, String sentence) ->
          throw new ProtocolException(code, sentence);
      case Request.Ping _, Request.Numbered _ ->
          throw new ProtocolException(ErrorCode.BAD_MESSAGE, "Only join gives a seat.");
    };
  }

  private Notice.Joined join(RoomName room, Request.Join join, Client client) {
    Placeholder placeholder = new Placeholder();
    services.rooms().join(room, services.admit(room, join, client), placeholder);
    Cursor.Seating seating = placeholder.seating();
    services.rooms().rest(room, seating.self().id(), placeholder);
    return services.joined(room, seating);
  }

  /**
   * Takes one message, or an array of them, in order, from this seat. What was still on its way
   * when its peer got another seat must not be taken for what the peer says there; 0 is whichever
   * it has.
   *
   * @throws ProtocolException with {@code too-large} if it is too much, of which nothing is taken
   */
  public Reply post(RoomName room, PeerId peer, long seat, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return post(room, peer, seat, bytes, 0, bytes.length);
  }

  /** The same for bytes of UTF-8, which are not kept. */
  public Reply post(RoomName room, PeerId peer, long seat, byte[] text, int from, int to) {
    List<Request> requests =
        services.dialect().decodeAll(text, from, to, services.limits().messageBytes());
    Correspondence correspondence = correspondence(new Sender(room, peer));
    return new Reply(correspondence.take(seat, requests), !beginsArray(text, from, to));
  }

  private static boolean beginsArray(byte[] text, int from, int to) {
    int at = from;
    while (at < to && Character.isWhitespace(text[at])) {
      at++;
    }
    return at < to && text[at] == '[';
  }

  /** It lasts as long as its seat: of strangers nothing is kept. */
  private Correspondence correspondence(Sender sender) {
    return isSeated(sender) ? correspondences.computeIfAbsent(sender, this::begin) : begin(sender);
  }

  private Correspondence begin(Sender sender) {
    return new Correspondence(services, sender.room, sender.peer);
  }

  private boolean isSeated(Sender sender) {
    return services.rooms().holds(sender.room, new Speaker(sender.peer, 0));
  }

  /** When this peer has last posted something, if it has. */
  public Optional<Instant> lastHeard(RoomName room, PeerId peer) {
    return Optional.ofNullable(correspondences.get(new Sender(room, peer)))
        .map(Correspondence::lastHeard);
  }

  /** Gives this seat up; 0 is whichever the peer has. */
  public void leave(RoomName room, PeerId peer, long seat) {
    services.rooms().submit(room, new Speaker(peer, seat), new Request.Leave(Request.NO_ID));
  }

  /** Forgets who has no seat any more. */
  public void tick() {
    correspondences.keySet().removeIf(sender -> !isSeated(sender));
  }

  /** Holds a seat for the moment between taking it and starting to listen on it. */
  private static final class Placeholder implements Cursor {
    private @Nullable Seating seating;

    Seating seating() {
      return Objects.requireNonNull(seating);
    }

    @Override
    public void seated(Seating seating) {
      this.seating = seating;
    }

    @Override
    public boolean offer(RoomLog.Entry entry) {
      return false; // the log has it for the stream or poll that follows
    }

    @Override
    public void replayed(long cost) {
      // nothing was
    }

    @Override
    public void caughtUp() {
      // it is about to be detached
    }

    @Override
    public void lagged() {
      // the stream or poll that follows is told
    }

    @Override
    public void replaced() {
      // somebody has started to listen already
    }

    @Override
    public void dismissed(long received) {
      // there is nobody to tell
    }

    @Override
    public void flush() {
      // nothing was kept
    }
  }
}
