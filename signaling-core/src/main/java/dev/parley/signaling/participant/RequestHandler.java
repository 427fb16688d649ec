package dev.parley.signaling.participant;

import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.ProtocolException;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.replica.Rooms.Receipt;
import dev.parley.signaling.replica.Rooms.Sender;
import dev.parley.signaling.room.Refusal;
import dev.parley.signaling.spi.Observation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Handles the requests of a participant: checks the rate limit, passes joins to {@link JoinHandler}
 * and the others to the room, and answers each to its {@link Requester}.
 */
final class RequestHandler extends RequestQueue {
  private static final String AFTER_DEFERRED =
      "A request before this one was not accepted: send both again in a moment.";
  static final String FAULT = "An internal error occurred in the server: connect again.";

  private final Participant participant;
  private final Services services;
  private final RateLimit rate;

  /** Null once the participant has a seat, which then needs no memory for it. */
  private volatile @Nullable JoinHandler joins;

  RequestHandler(Participant participant, Services services) {
    this.participant = participant;
    this.services = services;
    this.rate = new RateLimit(services.limits().messagesPerSecond());
    this.joins = new JoinHandler(participant, services, this);
  }

  /** The handler of the join that is under way or expected. */
  JoinHandler joins() {
    JoinHandler known = joins;
    if (known == null) {
      known = new JoinHandler(participant, services, this);
      joins = known;
    }
    return known;
  }

  /** Times out a join that takes too long, or does not arrive. */
  void tick(Instant now, @Nullable ConnectionRequester connection) {
    JoinHandler known = joins;
    if (known != null) {
      known.tick(now, connection);
    }
  }

  /** The connection is closed. */
  void abandon() {
    JoinHandler known = joins;
    if (known != null) {
      known.abandon();
    }
  }

  /** The participant has a seat, with the highest request id that was processed from it. */
  void seatTaken(long received) {
    rate.reset(received);
  }

  /** A join is over, and got a seat. */
  void joined() {
    joins = null;
  }

  @Override
  boolean handle(Request request, Requester requester) {
    boolean done;
    try {
      done = requester.isClosed() || admit(request, requester);
    } catch (ProtocolException e) {
      refuse(error(e), requester);
      done = true;
    } catch (RuntimeException e) {
      report(e);
      done = fail(request, requester);
    }
    if (done) {
      requester.done();
    }
    return done;
  }

  @Override
  void idle() {
    participant.idle();
  }

  /** Logs a defect, and shows it to observers. */
  void report(RuntimeException defect) {
    services.faults().report("handling a request", defect);
    services.observations().publish(new Observation.Fault(participant.room(), defect));
  }

  private boolean admit(Request request, Requester requester) {
    long id = idOf(request);
    Sender sender = requester.sender();
    if (sender != null && (rate.isDeferring() || !requester.isConnected())) {
      // Requests may have been processed on another transport of the peer.
      rate.processed(services.rooms().received(participant.room(), sender));
    }
    if (!requester.isConnected() && (request instanceof Request.Join || isLeaving(request))) {
      return execute(request, requester); // the transport limits the rate of HTTP joins
    }
    return switch (rate.check(id, services.clock().millis())) {
      case RateLimit.Allowed _ -> execute(request, requester);
      case RateLimit.RetryLater(long retryAfterMillis) -> {
        refuse(RateLimit.tooMany(id, retryAfterMillis), requester);
        yield true;
      }
      case RateLimit.Unavailable _ -> {
        refuse(error(ProtocolException.unavailable(AFTER_DEFERRED), id), requester);
        yield true;
      }
      case RateLimit.Disconnect _ -> {
        requester.rateExceeded(id);
        yield true;
      }
    };
  }

  /** Whether the seat is given up by a DELETE, which is never rate limited. */
  private static boolean isLeaving(Request request) {
    return request instanceof Request.Leave(long id) && id == Request.NO_ID;
  }

  private static long idOf(Request request) {
    return request instanceof Request.Numbered numbered ? numbered.id() : Request.NO_ID;
  }

  private boolean execute(Request request, Requester requester) {
    return switch (request) {
      case Request.Join join -> joins().start(join, requester);
      case Request.Ping _ -> {
        requester.pinged();
        yield true;
      }
      case Request.Numbered numbered -> submit(numbered, requester);
    };
  }

  // Requests from a seat

  private boolean submit(Request.Numbered request, Requester requester) {
    Sender from = requester.sender();
    if (from == null) {
      refuseUnseated(request, requester);
      return true;
    }
    Receipt receipt =
        services
            .rooms()
            .submit(
                participant.room(), from, request, later -> answerLater(request, later, requester));
    if (receipt != null) {
      answer(request, receipt, requester);
    }
    return receipt != null;
  }

  private void answerLater(Request.Numbered request, Receipt receipt, Requester requester) {
    answer(request, receipt, requester);
    requester.done();
    resume();
  }

  private void answer(Request.Numbered request, Receipt receipt, Requester requester) {
    rate.processed(receipt.received());
    Refusal refusal = receipt.refusal();
    if (refusal != null && refusal.code() == ErrorCode.UNAVAILABLE) {
      rate.defer(request.id());
    }
    requester.processed(receipt, request.id());
  }

  /**
   * Refuses a request that has met a defect. Its id is used up, since it would meet the defect
   * again.
   */
  private boolean fail(Request request, Requester requester) {
    if (requester.sender() != null && request instanceof Request.Numbered numbered) {
      return submit(new Request.Malformed(numbered.id(), ErrorCode.INTERNAL, FAULT), requester);
    }
    refuse(new Notice.Error(ErrorCode.INTERNAL, FAULT, Request.NO_ID), requester);
    return true;
  }

  private void refuseUnseated(Request.Numbered request, Requester requester) {
    refuse(
        request instanceof Request.Malformed(long id, ErrorCode code, String sentence)
            ? new Notice.Error(code, sentence, id)
            : new Notice.Error(
                ErrorCode.BAD_MESSAGE, "The first message must be join.", request.id()),
        requester);
  }

  static Notice.Error error(ProtocolException e) {
    return error(e, Request.NO_ID);
  }

  private static Notice.Error error(ProtocolException e, long id) {
    return new Notice.Error(e.code(), e.sentence(), id, List.of(), e.retryAfterMillis());
  }

  void refuse(Notice.Error error, Requester requester) {
    services.observe(error, participant.room(), requester.client());
    requester.refused(error);
  }
}
