package dev.parley.signaling.participant;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.replica.SeatHolder;
import dev.parley.signaling.spi.Observation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A participant of a room, the same class for every transport: requests come in from a {@link
 * Requester}, events and notices go out through an {@link Attachment}.
 *
 * <p>A participant on a connection has one attachment, and ends with it. A participant over HTTP is
 * attached by one stream or poll after another, and keeps its seat between them for the heartbeat
 * timeout.
 *
 * <p>Thread-safe. Requests are handled one after the other ({@link RequestQueue}). The monitor
 * guards the list of attachments, and is held for an assignment only.
 */
public final class Participant implements SeatHolder {
  private final RoomName room;
  private final Services services;
  private final Consumer<Participant> closed;
  private final RequestHandler requests;
  private final ParticipantSeat seat;
  private final IceServerRenewal iceServers;

  /** Null for a participant over HTTP. Written before the first request. */
  private @Nullable ConnectionRequester connection;

  /** The attachments whose links are open, the newest last. Changes under this. */
  private volatile ImmutableList<Attachment> attachments = ImmutableList.of();

  private volatile Instant lastReceivedAt;

  /** Whether the client has closed the connection with 1001. Written before the seat is left. */
  private volatile boolean goingAway;

  /** Whether the link has paused reading, since requests arrive faster than they are answered. */
  private volatile boolean paused;

  /** Sent once all accepted requests are answered, by the thread that takes it out. */
  private final AtomicReference<Notice.@Nullable Bye> pendingBye = new AtomicReference<>();

  /** Sent after {@code joined} while the server shuts down. */
  private volatile Notice.@Nullable Bye byeAfterJoin;

  /**
   * A participant without a seat.
   *
   * @param closed is called when the connection has ended; never for a participant over HTTP
   */
  Participant(RoomName room, Services services, Consumer<Participant> closed) {
    this.room = room;
    this.services = services;
    this.closed = closed;
    this.lastReceivedAt = services.clock().instant();
    this.requests = new RequestHandler(this, services);
    this.seat = new ParticipantSeat(services.rooms(), room, this);
    this.iceServers = new IceServerRenewal(room, services);
  }

  /** Makes it a participant on a connection. Called before anything else. */
  void connect(Attachment attachment) {
    attachment.setListening(true);
    attachments = ImmutableList.of(attachment);
    connection = new ConnectionRequester(this, attachment, services.limits().badMessages());
  }

  RoomName room() {
    return room;
  }

  RequestHandler requests() {
    return requests;
  }

  ParticipantSeat seat() {
    return seat;
  }

  // Requests

  /** Handles a message of the client, as text. */
  public void receive(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    receive(bytes, 0, bytes.length);
  }

  /**
   * Handles a message of the client. To be called by one thread at a time, in the order of arrival.
   * Errors of the client are sent to the client, and never thrown.
   *
   * @param text UTF-8 from one index to the other; the array may be reused after this returns
   */
  public void receive(byte[] text, int from, int to) {
    ConnectionRequester requester = connection();
    if (!requester.isClosed()) {
      add(services.codec().decode(text, from, to), requester, to - from);
    }
  }

  /**
   * Sends a request of a participant in this process, after those sent before. Its id is the next
   * one of the seat, and it is processed exactly once, however often it is sent; or it has no id
   * ({@link Request#NO_ID}), and is processed each time. The limits of a connection apply: errors
   * arrive as notices. Returns before the request is answered if that takes time. When too many
   * requests wait, the participant is closed with {@link CloseCode#TRY_AGAIN_LATER}.
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
        paused = true; // after the call, so that a thread that reads true resumes a paused link
        if (!requests.isBusy()) {
          idle(); // the queue was emptied before the link was paused
        }
      }
      case REJECTED -> reject(CloseCode.TRY_AGAIN_LATER);
    }
  }

  /**
   * Closes the connection with this code, since the client has sent something other than a message,
   * such as a binary frame.
   */
  public void reject(CloseCode code) {
    ConnectionRequester requester = connection();
    if (!requester.isClosed()) {
      requester.close(code);
      requester.done();
    }
  }

  /** Records a sign of life of the client that is not a message, such as a pong. */
  public void markAlive() {
    lastReceivedAt = services.clock().instant();
  }

  /**
   * Reports that the client has closed the connection with 1001 (RFC 6455 section 7.4.1), as
   * browsers do when a page ends: its seat is kept for five seconds at most. A client that only
   * answers the close frame of this end may well come back. Called before {@link #closed}.
   */
  public void goingAway() {
    goingAway = connection().attachment().closeCode() == null;
  }

  /**
   * Reports that the connection has ended, by either end. Called once, in every case. The seat is
   * kept for the resume window; {@link Request.Leave} gives it up immediately.
   */
  public void closed() {
    connection().attachment().closed();
  }

  private ConnectionRequester connection() {
    ConnectionRequester requester = connection;
    if (requester == null) {
      throw new IllegalStateException("This participant takes part over HTTP: use HttpRequests.");
    }
    return requester;
  }

  /** No request is being handled, and none waits. */
  void idle() {
    if (pendingBye.get() != null) {
      sendPendingBye();
    }
    ConnectionRequester requester = connection;
    if (paused && requester != null) {
      paused = false;
      requester.attachment().resume();
    }
  }

  // The seat

  @Override
  public void joined(JoinResult result) {
    requests.joins().joined(result);
  }

  /** The ICE servers for the answer to its join. */
  Notice.IceServers iceServers(PeerId peer) {
    return iceServers.next(peer, connection != null);
  }

  /** The join is complete, and was answered. */
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

  @Override
  public boolean isGoingAway() {
    return goingAway;
  }

  /** The attachment of its connection; null for a participant over HTTP. */
  @Nullable Attachment connectionAttachment() {
    ConnectionRequester requester = connection;
    return requester == null ? null : requester.attachment();
  }

  // Attachments

  /** Adds the attachment of a stream or a poll, before it is attached to the room. */
  void add(Attachment attachment) {
    synchronized (this) {
      attachments = ImmutableList.<Attachment>builder().addAll(attachments).add(attachment).build();
    }
  }

  /** The attachment of a stream or a poll was attached to the room. */
  void attached(Attachment attachment) {
    markAlive();
    attachment.setListening(true);
    if (!attachments.contains(attachment)) {
      seat.disconnect(attachment); // its link was closed meanwhile
    }
  }

  /** A stream or a poll is over; the seat is kept for the next one. */
  void detach(Attachment attachment) {
    markAlive();
    attachment.setListening(false);
    seat.detach(attachment);
  }

  /** An event is about to be sent: adds an overdue acknowledgement to the same write. */
  void beforeSend() {
    ConnectionRequester requester = connection;
    if (requester != null) {
      requester.beforeSend();
    }
  }

  /** The seat was given up. */
  void seatRemoved(long received) {
    ConnectionRequester requester = connection;
    if (requester != null) {
      requester.seatRemoved(received);
    }
  }

  /** The link of an attachment is closed. */
  void attachmentClosed(Attachment attachment) {
    stopReceiving();
    synchronized (this) {
      attachments =
          attachments.stream()
              .filter(each -> !each.equals(attachment))
              .collect(ImmutableList.toImmutableList());
    }
    seat.disconnect(attachment);
    if (attachment.isListening() && services.observations().hasSubscribers()) {
      services.observations().publish(closeObservation(attachment));
    }
    if (connection != null) {
      requests.abandon(); // the ticks that would time a join out end here
      closed.accept(this);
    }
  }

  private Observation closeObservation(Attachment attachment) {
    CloseCode code = attachment.closeCode();
    String address = attachment.client().address();
    return code == null
        ? new Observation.Closed(room, address, seat.peer())
        : new Observation.ClosedByServer(room, address, seat.peer(), code);
  }

  boolean isAttached() {
    return !attachments.isEmpty();
  }

  // Time

  void tick(Instant now) {
    for (Attachment attachment : attachments) {
      if (attachment.closeCode() == CloseCode.SLOW) {
        seat.disconnect(attachment); // a client that does not read may stay connected for a while
      }
      attachment.tick(now, lastReceivedAt);
    }
    if (iceServers.isDue(now)) {
      renewIceServers();
    }
    ConnectionRequester requester = connection;
    requests.tick(now, requester);
    if (requester != null) {
      requester.tick();
    } else if (isSilent(now)) {
      seat.disconnect((Attachment) null);
    }
  }

  /** Between two polls nobody listens: the next tick tries again. */
  private void renewIceServers() {
    PeerId peer = seat.peer();
    Attachment listening =
        Lists.reverse(attachments).stream()
            .filter(Attachment::isListening)
            .findFirst()
            .orElse(null);
    if (peer == null || listening == null) {
      return;
    }
    Notice.IceServers servers = iceServers(peer);
    if (servers.ttlSeconds() != null) {
      listening.enqueue(servers);
      listening.flush();
    }
  }

  /** Whether a participant over HTTP has not polled or posted for the heartbeat timeout. */
  boolean isSilent(Instant now) {
    return attachments.isEmpty() && now.isAfter(lastReceivedAt.plus(services.heartbeatTimeout()));
  }

  // The end

  /** Accepts nothing more from the connection; events and answers still go out. */
  void stopReceiving() {
    ConnectionRequester requester = connection;
    if (requester != null) {
      requester.stopReceiving();
    }
  }

  /**
   * The server shuts down: the client receives the answers to all accepted requests, and then
   * {@code bye}.
   */
  void shutDown(Notice.Bye bye) {
    stopReceiving();
    pendingBye.set(bye);
    if (!requests.isBusy()) {
      sendPendingBye();
    }
  }

  /** The server shuts down: a join that resumes a seat is still accepted, then {@code bye}. */
  void shutDownAfterJoin(Notice.Bye bye) {
    byeAfterJoin = bye;
  }

  private void sendPendingBye() {
    Notice.Bye bye = pendingBye.getAndSet(null);
    if (bye == null) {
      return;
    }
    ConnectionRequester requester = connection;
    if (requester != null && seat.sender() != null) {
      requester.acknowledgeUpTo(seat.received());
    }
    attachments.forEach(attachment -> attachment.sendBye(bye));
  }
}
