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

/** The joins of one participant, of which at most one is under way. */
final class JoinHandler {
  private final Participant participant;
  private final Services services;
  private final RequestHandler requests;

  /** The requester whose join is under way; it changes under this lock. */
  private volatile @Nullable Requester current;

  /** When to give up the join that is under way, or on the one that has not come. */
  private volatile Instant deadline;

  JoinHandler(Participant participant, Services services, RequestHandler requests) {
    this.participant = participant;
    this.services = services;
    this.requests = requests;
    this.deadline = services.clock().instant().plus(services.limits().joinTimeout());
  }

  /** Until the authenticator has answered, nothing else is taken; no thread waits for it. */
  boolean start(Request.Join join, Requester requester) {
    if (requester.sender() != null) {
      requests.refuse(
          new Notice.Error(ErrorCode.BAD_MESSAGE, "This peer has its seat already.", Request.NO_ID),
          requester);
      return true;
    }
    deadline = services.clock().instant().plus(services.limits().joinTimeout());
    current = requester;
    PeerId found = participant.peer(); // over HTTP, from this key
    PeerId peer = found == null ? join.key().id() : found;
    AuthenticationRequest admission =
        new AuthenticationRequest(
            participant.room(), peer, join.token(), requester.client().address());
    CompletableFuture<Grant> answer = authenticate(admission);
    if (answer.state() == Future.State.SUCCESS) {
      authenticated(
          peer, join, answer.resultNow(), null, requester); // where an Error is not hidden
    } else {
      var _ =
          answer.whenComplete((grant, failure) ->
              services
                  .faults()
                  .isolate(
                      "letting in", () -> authenticated(peer, join, grant, failure, requester)));
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
      return; // it was given up meanwhile
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

  /** The participant has its seat: its join is answered. */
  void joined(SeatHolder.JoinResult result) {
    Requester requester = current;
    if (requester != null) {
      participant.bindSeat(result.self(), requester.client());
      requests.seatTaken(result.received());
      requester.joined(services.joined(participant.room(), result));
    }
  }

  /** A join is over: with a refusal, or without one. */
  private void attachCompleted(
      @Nullable ProtocolException refusal, PeerId peer, Requester requester) {
    boolean waited = end(requester);
    if (waited && refusal != null) {
      requests.refuse(RequestHandler.error(refusal), requester);
    }
    if (refusal == null && (waited ? requester.isClosed() : current == null)) {
      participant.disconnect(peer); // it was given up, or closed, meanwhile
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

  private synchronized boolean end(Requester requester) {
    boolean under = requester.equals(current);
    if (under) {
      current = null;
    }
    return under;
  }

  private void timeOut(Requester requester) {
    if (end(requester)) {
      requests.refuse(
          RequestHandler.error(
              ProtocolException.unavailable(
                  "The server could not find out in time whether you may join: try again.")),
          requester);
      requester.done();
      requests.resume();
    }
  }

  /** Nobody waits for the join any more, which may never end: what is behind it need not wait. */
  void abandon() {
    Requester requester = current;
    if (requester != null && end(requester)) {
      requests.resume();
    }
  }

  /** Time has passed; a participant on a connection must have a seat before long. */
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
              ErrorCode.JOIN_TIMEOUT, "No join came in time: say join first.", Request.NO_ID),
          connection);
      connection.done();
    }
  }
}
