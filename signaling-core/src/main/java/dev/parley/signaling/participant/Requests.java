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

/** The requests of one participant: each is admitted, taken, and answered where it came from. */
final class Requests extends Inbox {
  private static final String BEHIND =
      "A request before this one was not taken: send both again in a moment.";
  static final String FAULT = "The server has made a mistake: connect again.";

  private final Participant participant;
  private final Services services;
  private final RateLimit rate;

  /** Null once the participant has a seat, so that it takes no memory then. */
  private volatile @Nullable Joins joins;

  Requests(Participant participant, Services services) {
    this.participant = participant;
    this.services = services;
    this.rate = new RateLimit(services.limits().messagesPerSecond());
    this.joins = new Joins(participant, services, this);
  }

  /** The join that is under way, or may still come. */
  Joins joins() {
    Joins known = joins;
    if (known == null) {
      known = new Joins(participant, services, this);
      joins = known;
    }
    return known;
  }

  /** A join that is under way for too long, or has not come, is given up. */
  void tick(Instant now, @Nullable ConnectionAsker connection) {
    Joins known = joins;
    if (known != null) {
      known.tick(now, connection);
    }
  }

  /** The connection that they came on is gone. */
  void abandon() {
    Joins known = joins;
    if (known != null) {
      known.abandon();
    }
  }

  /** The participant has a seat, from which so many requests have been taken. */
  void seated(long received) {
    rate.begin(received);
  }

  /** A join is over, and gave a seat. */
  void joined() {
    joins = null;
  }

  @Override
  boolean handle(Request request, Asker asker) {
    boolean done;
    try {
      done = asker.isGone() || admit(request, asker);
    } catch (ProtocolException e) {
      refuse(error(e), asker);
      done = true;
    } catch (RuntimeException e) {
      report(e);
      done = fail(request, asker);
    }
    if (done) {
      asker.done();
    }
    return done;
  }

  @Override
  void idle() {
    participant.idle();
  }

  void report(RuntimeException defect) {
    services.faults().report("handling a request", defect);
    services.observations().publish(new Observation.Fault(participant.room(), defect));
  }

  private boolean admit(Request request, Asker asker) {
    long id = idOf(request);
    Sender sender = asker.sender();
    if (sender != null && (rate.isDeferring() || !asker.isConnected())) {
      rate.taken(services.rooms().received(participant.room(), sender)); // by another way, perhaps
    }
    if (!asker.isConnected() && (request instanceof Request.Join || isLeaving(request))) {
      return take(request, asker); // joins over HTTP have a rate of their own
    }
    return switch (rate.ask(id, services.clock().millis())) {
      case RateLimit.Granted _ -> take(request, asker);
      case RateLimit.Later(long retryAfterMillis) -> {
        refuse(RateLimit.tooMany(id, retryAfterMillis), asker);
        yield true;
      }
      case RateLimit.Unavailable _ -> {
        refuse(error(ProtocolException.unavailable(BEHIND), id), asker);
        yield true;
      }
      case RateLimit.Never _ -> {
        asker.exceeded(id);
        yield true;
      }
    };
  }

  /** Whether the seat is given up by other means than a message: that is done whenever it comes. */
  private static boolean isLeaving(Request request) {
    return request instanceof Request.Leave(long id) && id == Request.NO_ID;
  }

  private static long idOf(Request request) {
    return request instanceof Request.Numbered numbered ? numbered.id() : Request.NO_ID;
  }

  private boolean take(Request request, Asker asker) {
    return switch (request) {
      case Request.Join join -> joins().begin(join, asker);
      case Request.Ping _ -> {
        asker.pinged();
        yield true;
      }
      case Request.Numbered numbered -> submit(numbered, asker);
    };
  }

  // Requests from a seat

  private boolean submit(Request.Numbered request, Asker asker) {
    Sender from = asker.sender();
    if (from == null) {
      refuseUnseated(request, asker);
      return true;
    }
    Receipt receipt =
        services
            .rooms()
            .submit(participant.room(), from, request, later -> answerLater(request, later, asker));
    if (receipt != null) {
      answer(request, receipt, asker);
    }
    return receipt != null;
  }

  private void answerLater(Request.Numbered request, Receipt receipt, Asker asker) {
    answer(request, receipt, asker);
    asker.done();
    resume();
  }

  private void answer(Request.Numbered request, Receipt receipt, Asker asker) {
    rate.taken(receipt.received()); // over another transport, perhaps
    Refusal refusal = receipt.refusal();
    if (refusal != null && refusal.code() == ErrorCode.UNAVAILABLE) {
      rate.defer(request.id());
    }
    asker.answered(receipt, request.id());
  }

  /** A request that meets a defect would meet it again: its id is used up. */
  private boolean fail(Request request, Asker asker) {
    if (asker.sender() != null && request instanceof Request.Numbered numbered) {
      return submit(new Request.Malformed(numbered.id(), ErrorCode.INTERNAL, FAULT), asker);
    }
    refuse(new Notice.Error(ErrorCode.INTERNAL, FAULT, Request.NO_ID), asker);
    return true;
  }

  private void refuseUnseated(Request.Numbered request, Asker asker) {
    refuse(
        request instanceof Request.Malformed(long id, ErrorCode code, String sentence)
            ? new Notice.Error(code, sentence, id)
            : new Notice.Error(
                ErrorCode.BAD_MESSAGE, "The first message must be join.", request.id()),
        asker);
  }

  static Notice.Error error(ProtocolException e) {
    return error(e, Request.NO_ID);
  }

  private static Notice.Error error(ProtocolException e, long id) {
    return new Notice.Error(e.code(), e.sentence(), id, List.of(), e.retryAfterMillis());
  }

  void refuse(Notice.Error error, Asker asker) {
    services.observe(error, participant.room(), asker.client());
    asker.refused(error);
  }
}
