package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.replica.AttachRequest;
import dev.parley.signaling.replica.SeatHolder;
import dev.parley.signaling.spi.AuthenticationRequest;
import dev.parley.signaling.spi.Grant;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Handles the joins of a participant, at most one at a time: authenticates the peer, attaches the
 * participant to its room, and answers. Times out a join that takes too long, and a connection that
 * does not join.
 *
 * <p>Guarded by its monitor where fields say so; the rest is confined to the thread that runs the
 * request queue. The authenticator is called without a lock, and may answer on any thread.
 */
final class JoinHandler {
  private final Participant participant;
  private final Services services;
  private final RequestHandler requests;

  /**
   * The requester whose join is under way; changed under this. The thread that clears it answers
   * the join: with the result, after the timeout, or when the connection closes.
   */
  private volatile @Nullable Requester current;

  /** When the join that is under way, or is still missing, times out. */
  private volatile Instant deadline;

  JoinHandler(Participant participant, Services services, RequestHandler requests) {
    this.participant = participant;
    this.services = services;
    this.requests = requests;
    this.deadline = services.clock().instant().plus(services.limits().joinTimeout());
  }

  /**
   * Starts a join. Returns true if it was refused at once; otherwise {@link RequestQueue#resume} is
   * called when it is over. No thread waits for the authenticator.
   */
  boolean start(Request.Join join, Requester requester) {
    if (requester.sender() != null) {
      requests.refuse(
          new Notice.Error(
              ErrorCode.BAD_MESSAGE,
              "This peer already has a seat: send join only once on a connection.",
              Request.NO_ID),
          requester);
      return true;
    }
    deadline = services.clock().instant().plus(services.limits().joinTimeout());
    current = requester;
    PeerId found = participant.seat().peer(); // over HTTP: derived from the same key
    PeerId peer = found == null ? join.key().id() : found;
    AuthenticationRequest admission =
        new AuthenticationRequest(
            participant.room(), peer, join.token(), requester.client().address());
    CompletableFuture<Grant> answer = authenticate(admission);
    if (answer.state() == Future.State.SUCCESS) {
      // Not in a callback of the future, which would swallow an Error.
      authenticated(peer, join, answer.resultNow(), null, requester);
    } else {
      var _ =
          answer.whenComplete((grant, failure) ->
              services
                  .faults()
                  .isolate(
                      "handling a join",
                      () -> authenticated(peer, join, grant, failure, requester)));
    }
    return false;
  }

  private CompletableFuture<Grant> authenticate(AuthenticationRequest admission) {
    try {
      return services.authenticator().authenticate(admission).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void authenticated(
      PeerId peer,
      Request.Join join,
      @Nullable Grant grant,
      @Nullable Throwable failure,
      Requester requester) {
    if (grant == null) {
      attachCompleted(refusal(failure), peer, requester);
      return;
    }
    if (!requester.equals(current)) {
      return; // it has timed out
    }
    Attachment attachment = participant.connectionAttachment();
    AttachRequest request =
        new AttachRequest.Join(
            peer,
            join.name(),
            grant.role(),
            join.features(),
            join.data(),
            requester.client(),
            join.history(),
            join.after(),
            attachment == null);
    try {
      services
          .rooms()
          .attach(
              participant.room(),
              request,
              participant,
              attachment,
              e -> attachCompleted(e, peer, requester));
    } catch (RuntimeException e) {
      attachCompleted(refusal(e), peer, requester);
    }
  }

  private ProtocolException refusal(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ProtocolException refusal) {
      return refusal;
    }
    if (cause != null) {
      requests.report(
          cause instanceof RuntimeException defect ? defect : new IllegalStateException(cause));
    }
    return new ProtocolException(ErrorCode.INTERNAL, RequestHandler.FAULT);
  }

  /** The participant has its seat; called within the room's step. */
  void joined(SeatHolder.JoinResult result) {
    Requester requester = current;
    if (requester != null) {
      // Before the participant has a seat: a tick would renew them, and send them before joined.
      Notice.IceServers iceServers = participant.iceServers(result.self().id());
      participant.seat().bind(result.self(), requester.client());
      requests.seatTaken(result.received());
      requester.joined(services.joined(participant.room(), result, iceServers));
    }
  }

  /**
   * The attachment to the room is complete or refused. If the join was given up meanwhile, the seat
   * that it got is released.
   */
  private void attachCompleted(
      @Nullable ProtocolException refusal, PeerId peer, Requester requester) {
    boolean waited = end(requester);
    if (waited && refusal != null) {
      requests.refuse(RequestHandler.error(refusal), requester);
    }
    if (refusal == null && (waited ? requester.isClosed() : current == null)) {
      // Timed out, or the connection was closed: no participant holds the seat.
      participant.seat().disconnect(peer, participant.connectionAttachment());
    }
    if (waited) {
      requester.done();
      if (refusal == null) {
        requests.joined();
        participant.joinCompleted();
      }
      requests.resume();
    }
  }

  /** Clears the current join; false if another thread has cleared it. */
  private synchronized boolean end(Requester requester) {
    boolean isCurrent = requester.equals(current);
    if (isCurrent) {
      current = null;
    }
    return isCurrent;
  }

  private void timeOut(Requester requester) {
    if (end(requester)) {
      requests.refuse(
          RequestHandler.error(
              ProtocolException.unavailable(
                  "The server could not determine in time whether you may join: try again.")),
          requester);
      requester.done();
      requests.resume();
    }
  }

  /**
   * The connection is closed: the join is not answered any more, and may never end. Later requests
   * continue.
   */
  void abandon() {
    Requester requester = current;
    if (requester != null && end(requester)) {
      requests.resume();
    }
  }

  /** Times out a join that takes too long, and a connection that does not join. */
  void tick(Instant now, @Nullable ConnectionRequester connection) {
    if (now.isBefore(deadline)) {
      return;
    }
    Requester requester = current;
    if (requester != null) {
      timeOut(requester);
    } else if (connection != null && connection.sender() == null && !connection.isClosed()) {
      requests.refuse(
          new Notice.Error(
              ErrorCode.JOIN_TIMEOUT, "No join arrived in time: send join first.", Request.NO_ID),
          connection);
      connection.done();
    }
  }
}
