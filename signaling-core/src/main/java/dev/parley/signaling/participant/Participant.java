package dev.parley.signaling.participant;

import com.google.common.collect.ImmutableList;
import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerInfo;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.replica.SeatHolder;
import dev.parley.signaling.spi.Observation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who takes part in a room, whatever the transport: requests come in from an {@link
 * Requester}, and events and notices go out by an {@link Attachment}.
 *
 * <p>A participant on a connection has one attachment, and ends with it. One over HTTP is attached
 * by one stream or poll after another, and keeps its seat between them for the heartbeat time-out.
 */
public final class Participant implements SeatHolder {
  private static final long ANY_SEAT = 0;

  private final RoomName room;
  private final Services services;
  private final Consumer<Participant> closed;
  private final RequestHandler requests;

  /** The notice to send once all that was taken has been answered; it changes under this lock. */
  private volatile Notice.@Nullable Bye pendingBye;

  /** Null if it takes part over HTTP. Written before anything else happens. */
  private @Nullable ConnectionRequester connection;

  /** The attachments whose links are there, the newest last. */
  private volatile ImmutableList<Attachment> attachments = ImmutableList.of();

  /** The seat, once there is one; written inside the room's step. */
  private volatile @Nullable Sender sender;

  private volatile Instant lastReceivedAt;

  /** Whether requests are coming faster than they are answered. */
  private volatile boolean paused;

  /** The notice to send after {@code joined} if the server is about to end. */
  private volatile Notice.@Nullable Bye byeAfterJoin;

  /**
   * Somebody who is about to take part.
   *
   * @param closed is called when the connection has ended; never for a participant over HTTP
   */
  Participant(RoomName room, Services services, Consumer<Participant> closed) {
    this.room = room;
    this.services = services;
    this.closed = closed;
    this.lastReceivedAt = services.clock().instant();
    this.requests = new RequestHandler(this, services);
  }

  /** It takes part on a connection, which has this attachment. */
  void connect(Attachment attachment) {
    attachment.setListening(true);
    attachments = ImmutableList.of(attachment);
    connection = new ConnectionRequester(this, attachment, services.limits().badMessages());
  }

  // What comes in

  /** The client has sent this message. */
  public void receive(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    receive(bytes, 0, bytes.length);
  }

  /** The client has sent this message, in UTF-8; the bytes are not kept. Called in order. */
  public void receive(byte[] text, int from, int to) {
    ConnectionRequester requester = connection();
    if (!requester.isClosed()) {
      add(services.codec().decode(text, from, to), requester, to - from);
    }
  }

  /**
   * Makes a request, after those that were made before. Its id is the next one of the seat, and
   * taken exactly once, however often it comes; or it has none ({@link Request#NO_ID}), and is
   * taken whenever it comes. The limits of a connection hold here, too: the errors are notices. It
   * returns before the request is answered if that takes time; one for which too many wait already
   * ends the participation with {@link CloseCode#TRY_AGAIN_LATER}.
   */
  public void send(Request request) {
    ConnectionRequester requester = connection();
    if (!requester.isClosed()) {
      add(request, requester, 0);
    }
  }

  private void add(Request request, ConnectionRequester requester, int bytes) {
    switch (requests.add(request, requester, bytes)) {
      case HANDLED -> {}
      case QUEUED -> {
        requester.attachment().pause();
        paused = true; // after it, so that whoever sees it resumes what is paused
        if (!requests.isBusy()) {
          idle(); // it was all dealt with before this was paused
        }
      }
      case REJECTED -> reject(CloseCode.TRY_AGAIN_LATER);
    }
  }

  /**
   * The client has sent what cannot be a message, such as a binary frame: closes with this code.
   */
  public void reject(CloseCode code) {
    ConnectionRequester requester = connection();
    if (!requester.isClosed()) {
      requester.close(code);
      requester.done();
    }
  }

  /** The client has given a sign of life, if only by a pong. */
  public void markAlive() {
    lastReceivedAt = services.clock().instant();
  }

  /**
   * The connection is gone, whoever has ended it: to be called once, in every case. The seat is
   * kept for the resume window; {@link Request.Leave} gives it up at once.
   */
  public void closed() {
    connection().attachment().closed();
  }

  private ConnectionRequester connection() {
    ConnectionRequester requester = connection;
    if (requester == null) {
      throw new IllegalStateException("This participant has no connection of its own.");
    }
    return requester;
  }

  RequestHandler requests() {
    return requests;
  }

  RoomName room() {
    return room;
  }

  /** There is nothing left to answer. */
  void idle() {
    if (pendingBye != null) {
      sendByeIfIdle();
    }
    ConnectionRequester requester = connection;
    if (paused && requester != null) {
      paused = false;
      requester.attachment().resume();
    }
  }

  // The seat, and what goes out

  @Override
  public void joined(JoinResult result) {
    requests.joins().joined(result);
  }

  void bindSeat(PeerInfo seat, ClientAccount client) {
    sender = new Sender(seat.id(), seat.seat(), client, this);
  }

  /** Its join is over, and it has a seat. */
  void joinCompleted() {
    Notice.Bye bye = byeAfterJoin;
    if (bye != null) {
      shutDown(bye);
    }
  }

  @Override
  public boolean isClosed() {
    ConnectionRequester requester = connection;
    return requester != null && requester.isClosed();
  }

  /** The attachment of its connection, null if it takes part over HTTP. */
  @Nullable Attachment connectionAttachment() {
    ConnectionRequester requester = connection;
    return requester == null ? null : requester.attachment();
  }

  @Nullable Sender sender() {
    return sender;
  }

  @Nullable PeerId peer() {
    Sender seated = sender;
    return seated == null ? null : seated.peer();
  }

  /** It is gone, whatever it was attached by: the seat is kept for a while. */
  void disconnect(PeerId peer) {
    services.rooms().disconnect(room, peer, this, connectionAttachment());
  }

  /** The attachment is of no use any more: the seat is kept for a while. */
  void disconnect(Attachment attachment) {
    PeerId peer = peer();
    if (peer != null) {
      services.rooms().disconnect(room, peer, this, attachment);
    }
  }

  void detach(Attachment attachment) {
    markAlive();
    attachment.setListening(false);
    PeerId peer = peer();
    if (peer != null) {
      services.rooms().detach(room, peer, attachment);
    }
  }

  void more(Attachment attachment) {
    PeerId peer = peer();
    if (peer != null) {
      services.rooms().more(room, peer, attachment);
    }
  }

  boolean isBehind(Attachment attachment) {
    PeerId peer = peer();
    return peer != null && services.rooms().isBehind(room, peer, attachment);
  }

  void beforeSend() {
    ConnectionRequester requester = connection;
    if (requester != null) {
      requester.beforeSend();
    }
  }

  /** Another connection has taken the seat, or over HTTP another stream or poll its turn. */
  void replaced() {
    ConnectionRequester requester = connection;
    if (requester != null) {
      requester.stopReceiving();
    }
  }

  void seatRemoved(long received) {
    ConnectionRequester requester = connection;
    if (requester != null) {
      requester.seatRemoved(received);
    }
  }

  /** The link of an attachment is gone. */
  void attachmentClosed(Attachment attachment) {
    ConnectionRequester requester = connection;
    if (requester != null) {
      requester.stopReceiving();
    }
    synchronized (this) {
      attachments =
          attachments.stream()
              .filter(each -> !each.equals(attachment))
              .collect(ImmutableList.toImmutableList());
    }
    disconnect(attachment);
    if (attachment.isListening() && services.observations().hasSubscribers()) {
      services.observations().publish(closeObservation(attachment));
    }
    if (requester != null) {
      requests.abandon(); // no tick will give it up
      closed.accept(this);
    }
  }

  private Observation closeObservation(Attachment attachment) {
    CloseCode code = attachment.closeCode();
    String address = attachment.client().address();
    return code == null
        ? new Observation.Closed(room, address, peer())
        : new Observation.ClosedByServer(room, address, peer(), code);
  }

  // Over HTTP

  /** It takes part over HTTP, as this peer. */
  void bindPeer(PeerId peer, ClientAccount client) {
    sender = new Sender(peer, ANY_SEAT, client, this);
  }

  void add(Attachment attachment) {
    synchronized (this) {
      attachments = ImmutableList.<Attachment>builder().addAll(attachments).add(attachment).build();
    }
  }

  /** An attachment has begun to listen. */
  void attached(Attachment attachment) {
    markAlive();
    attachment.setListening(true);
    if (!attachments.contains(attachment)) {
      disconnect(attachment); // its link has gone meanwhile
    }
  }

  // Time, and the end

  /** Time has passed. */
  void tick(Instant now) {
    for (Attachment attachment : attachments) {
      if (attachment.closeCode() == CloseCode.SLOW) {
        disconnect(attachment); // it may take a while until a client that does not read is gone
      }
      attachment.tick(now, lastReceivedAt);
    }
    ConnectionRequester requester = connection;
    requests.tick(now, requester);
    PeerId peer = peer();
    if (requester != null) {
      requester.tick();
    } else if (peer != null && isSilent(now)) {
      disconnect(peer);
    }
  }

  /** Whether nothing has come for so long that the client has gone. */
  boolean isSilent(Instant now) {
    return attachments.isEmpty() && now.isAfter(lastReceivedAt.plus(services.heartbeatTimeout()));
  }

  boolean isAttached() {
    return !attachments.isEmpty();
  }

  /** Nothing more is taken from the client; what it hears goes on. */
  void stopReceiving() {
    ConnectionRequester requester = connection;
    if (requester != null) {
      requester.stopReceiving();
    }
  }

  /**
   * The server is about to end; the client is to know what was taken, once all of it is, and to
   * come again.
   */
  void shutDown(Notice.Bye bye) {
    stopReceiving();
    pendingBye = bye;
    if (!requests.isBusy()) {
      sendByeIfIdle();
    }
  }

  private synchronized Notice.@Nullable Bye takePendingBye() {
    Notice.Bye bye = pendingBye;
    pendingBye = null;
    return bye;
  }

  private void sendByeIfIdle() {
    Notice.Bye bye = takePendingBye();
    if (bye == null) {
      return;
    }
    ConnectionRequester requester = connection;
    Sender seated = sender;
    if (requester != null && seated != null) {
      requester.acknowledgeUpTo(services.rooms().received(room, seated));
    }
    attachments.forEach(attachment -> attachment.sendBye(bye));
  }

  /** The server is about to end: only a join that resumes is taken, and then dismissed. */
  void shutDownAfterJoin(Notice.Bye bye) {
    byeAfterJoin = bye;
  }
}
