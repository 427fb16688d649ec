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

/**
 * All participants of this node: by connection, in this process, and over HTTP.
 *
 * <p>Thread-safe; the sets are concurrent.
 */
public final class Participants {
  private final Services services;
  private final FaultBarrier faults;
  private final Supplier<Notice.Bye> bye;
  private final Set<Participant> connected = ConcurrentHashMap.newKeySet();
  private final HttpRequests http;

  /** Shared, since each participant holds a reference. */
  private final Consumer<Participant> remove = connected::remove;

  private volatile boolean closed;

  /**
   * No participants yet.
   *
   * @param bye creates the {@code bye} for one client; the delay in it differs for each
   */
  public Participants(Services services, Supplier<Notice.Bye> bye) {
    this.services = services;
    this.faults = services.faults();
    this.bye = bye;
    this.http = new HttpRequests(services, this::sendByeIfClosed);
  }

  /** Participants over HTTP. */
  public HttpRequests http() {
    return http;
  }

  /**
   * Adds a participant for a client that has connected.
   *
   * @param resumable whether a client may still resume its seat while the server shuts down
   */
  public Participant connect(RoomName room, ClientAccount client, Link link, boolean resumable) {
    Participant participant = new Participant(room, services, remove);
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

  /** Adds a participant in this process, and joins; the listener receives the answer. */
  public Participant join(
      RoomName room,
      ClientAccount client,
      Request.Join join,
      Function<Participant, Listener> listener,
      Executor executor) {
    Participant participant = new Participant(room, services, remove);
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

  /** Ticks all participants; a defect in one does not affect the others. */
  public void tick(Instant now) {
    for (Participant participant : connected) {
      faults.isolate("ticking a connection", () -> participant.tick(now));
    }
    for (Participant participant : http.all()) {
      faults.isolate("ticking a participant over HTTP", () -> participant.tick(now));
    }
    http.tick(now);
  }

  /** Whether no client is connected by any transport. */
  public boolean isIdle() {
    return connected.isEmpty() && http.all().stream().noneMatch(Participant::isAttached);
  }

  /**
   * Accepts no more requests on connections; those under way are answered.
   *
   * <p>{@code closed} is written first, and connections are visited then; a participant that is
   * added meanwhile is in the set first, and reads {@code closed} then. So one of the two threads
   * stops it.
   */
  public void stopReceiving() {
    closed = true;
    connected.forEach(Participant::stopReceiving);
  }

  /** Sends {@code bye} to every client, and closes its connection. */
  public void shutDown() {
    for (Participant participant : connected) {
      faults.isolate("shutting a connection down", () -> participant.shutDown(bye.get()));
    }
    for (Participant participant : http.all()) {
      faults.isolate("shutting streams and polls down", () -> participant.shutDown(bye.get()));
    }
  }
}
