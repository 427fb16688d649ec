package dev.parley.signaling.participant;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.guard.FaultBarrier;
import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.Request;
import dev.parley.signaling.protocol.RoomName;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Everybody who takes part by this node. */
public final class Participants {
  private final Services services;
  private final FaultBarrier faults;
  private final Supplier<Notice.Bye> bye;
  private final Set<Participant> connected = ConcurrentHashMap.newKeySet();
  private final HttpRequests http;

  /** One for all: each participant holds it. */
  private final Consumer<Participant> gone = connected::remove;

  private volatile boolean closed;

  /**
   * Nobody yet.
   *
   * @param bye the farewell of a server that is about to end, another one for each
   */
  public Participants(Services services, Supplier<Notice.Bye> bye) {
    this.services = services;
    this.faults = services.faults();
    this.bye = bye;
    this.http = new HttpRequests(services, this::sendByeIfClosed);
  }

  /** Those who take part by requests of their own. */
  public HttpRequests http() {
    return http;
  }

  /**
   * A client has connected: what it says goes to the participant, and what it hears to the link.
   *
   * @param resumable whether, while the server ends, a client may still come back for what it has
   *     missed
   */
  public Participant connect(RoomName room, ClientAccount client, Link link, boolean resumable) {
    Participant participant = new Participant(room, services, gone);
    participant.connect(
        new LinkAttachment(
            participant, client, link, services.codec(), services.limits().unsentBytes()));
    connected.add(participant);
    if (closed && resumable) {
      participant.shutDownAfterJoin(bye.get());
    } else if (closed) {
      participant.shutDown(bye.get());
    }
    return participant;
  }

  /** A participant in this process joins; its listener hears the result. */
  public Participant join(
      RoomName room,
      ClientAccount client,
      Request.Join join,
      Function<Participant, Listener> listener,
      Executor executor) {
    Participant participant = new Participant(room, services, gone);
    participant.connect(
        new ListenerAttachment(participant, client, listener.apply(participant), executor, faults));
    connected.add(participant);
    if (closed) {
      participant.shutDownAfterJoin(bye.get());
    }
    participant.send(join);
    return participant;
  }

  private void sendByeIfClosed(Attachment attachment) {
    if (closed) {
      attachment.sendBye(bye.get());
    }
  }

  /** Time has passed. */
  public void tick(Instant now) {
    for (Participant participant : connected) {
      faults.isolate("ticking a connection", () -> participant.tick(now));
    }
    for (Participant participant : http.all()) {
      faults.isolate("ticking a participant over HTTP", () -> participant.tick(now));
    }
    http.tick(now);
  }

  /** Whether nobody is connected by any link. */
  public boolean isIdle() {
    return connected.isEmpty() && http.all().stream().noneMatch(Participant::isAttached);
  }

  /** Takes nothing more; what was taken goes on. */
  public void stopReceiving() {
    closed = true;
    connected.forEach(Participant::stopReceiving);
  }

  /** Tells every client to come again, each after another while, and ends its connection. */
  public void shutDown() {
    for (Participant participant : connected) {
      faults.isolate("closing a connection", () -> participant.shutDown(bye.get()));
    }
    for (Participant participant : http.all()) {
      faults.isolate("closing streams and polls", () -> participant.shutDown(bye.get()));
    }
  }
}
