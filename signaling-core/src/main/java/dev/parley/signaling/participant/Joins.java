package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.replica.AttachRequest;
import dev.parley.signaling.replica.SeatHolder;
import dev.parley.signaling.spi.Admission;
import dev.parley.signaling.spi.Grant;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The joins of one participant, of which at most one is under way. */
final class Joins {
  private final Participant participant;
  private final Services services;
  private final Requests requests;

  /** The asker whose join is under way; it changes under this lock. */
  private volatile @Nullable Asker asked;

  /** When to give up the join that is under way, or on the one that has not come. */
  private volatile Instant by;

  Joins(Participant participant, Services services, Requests requests) {
    this.participant = participant;
    this.services = services;
    this.requests = requests;
    this.by = services.clock().instant().plus(services.limits().joinTimeout());
  }

  /** Until the authenticator has answered, nothing else is taken; no thread waits for it. */
  boolean begin(Request.Join join, Asker asker) {
    if (asker.sender() != null) {
      requests.refuse(
          new Notice.Error(ErrorCode.BAD_MESSAGE, "This peer has its seat already.", Request.NO_ID),
          asker);
      return true;
    }
    by = services.clock().instant().plus(services.limits().joinTimeout());
    asked = asker;
    PeerId found = participant.peer(); // over HTTP, from this key
    PeerId peer = found == null ? join.key().id() : found;
    Admission admission =
        new Admission(participant.room(), peer, join.token(), asker.client().address());
    CompletableFuture<Grant> answer = authenticate(admission);
    if (answer.state() == Future.State.SUCCESS) {
      authenticated(peer, join, answer.resultNow(), null, asker); // where an Error is not hidden
    } else {
      var _ =
          answer.whenComplete((grant, failure) ->
              services
                  .faults()
                  .isolate("letting in", () -> authenticated(peer, join, grant, failure, asker)));
    }
    return false;
  }

  private CompletableFuture<Grant> authenticate(Admission admission) {
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
      Asker asker) {
    if (grant == null) {
      entered(refusal(failure), peer, asker);
      return;
    }
    if (!asker.equals(asked)) {
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
            asker.client(),
            join.history(),
            join.after(),
            attachment == null);
    try {
      services
          .rooms()
          .attach(
              participant.room(), request, participant, attachment, e -> entered(e, peer, asker));
    } catch (RuntimeException e) {
      entered(refusal(e), peer, asker);
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
    return new ProtocolException(ErrorCode.INTERNAL, Requests.FAULT);
  }

  /** The participant has its seat: its join is answered. */
  void joined(SeatHolder.JoinResult result) {
    Asker asker = asked;
    if (asker != null) {
      participant.bindSeat(result.self(), asker.client());
      requests.seated(result.received());
      asker.joined(services.joined(participant.room(), result));
    }
  }

  /** A join is over: with a refusal, or without one. */
  private void entered(@Nullable ProtocolException refusal, PeerId peer, Asker asker) {
    boolean waited = end(asker);
    if (waited && refusal != null) {
      requests.refuse(Requests.error(refusal), asker);
    }
    if (refusal == null && (waited ? asker.isGone() : asked == null)) {
      participant.lose(peer); // it was given up, or closed, meanwhile
    }
    if (waited) {
      asker.done();
      if (refusal == null) {
        requests.joined();
        participant.entered();
      }
      requests.resume();
    }
  }

  private synchronized boolean end(Asker asker) {
    boolean under = asker.equals(asked);
    if (under) {
      asked = null;
    }
    return under;
  }

  private void giveUp(Asker asker) {
    if (end(asker)) {
      requests.refuse(
          Requests.error(
              ProtocolException.unavailable(
                  "The server could not find out in time whether you may join: try again.")),
          asker);
      asker.done();
      requests.resume();
    }
  }

  /** Nobody waits for the join any more, which may never end: what is behind it need not wait. */
  void abandon() {
    Asker asker = asked;
    if (asker != null && end(asker)) {
      requests.resume();
    }
  }

  /** Time has passed; a participant on a connection must have a seat before long. */
  void tick(Instant now, @Nullable ConnectionAsker connection) {
    if (now.isBefore(by)) {
      return;
    }
    Asker asker = asked;
    if (asker != null) {
      giveUp(asker);
    } else if (connection != null && connection.sender() == null && !connection.isGone()) {
      requests.refuse(
          new Notice.Error(
              ErrorCode.JOIN_TIMEOUT, "No join came in time: say join first.", Request.NO_ID),
          connection);
      connection.done();
    }
  }
}
