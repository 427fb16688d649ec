package dev.parley.server.observe;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.LeaveReason;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.Observation;
import dev.parley.signaling.spi.Observations;
import dev.parley.signaling.spi.Observer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs what happens in rooms: joins, departures and refusals at level {@code FINE}, each relayed
 * request at {@code FINER}. Contents of messages are never logged. {@code RefusalLog} logs what is
 * refused over HTTP before it reaches a room.
 */
public final class LoggingObserver implements Observer {
  private static final Logger LOG = Logger.getLogger("parley");

  private LoggingObserver() {}

  /** Ends the logging when it is closed. */
  public interface Subscription extends AutoCloseable {

    @Override
    void close();
  }

  /**
   * Logs all observations from now on, on a thread of its own, so that no room waits for a disk.
   * Does not subscribe where the level excludes them: without observers, none are created.
   */
  public static Subscription follow(Observations observations) {
    if (!LOG.isLoggable(Level.FINE)) {
      return () -> {};
    }
    ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("log").factory());
    var subscription = observations.subscribe(thread, new LoggingObserver());
    return () -> {
      subscription.close();
      thread.shutdown();
    };
  }

  @Override
  public void observe(Observation observation) {
    switch (observation) {
      case Observation.Joined(RoomName room, PeerId peer, String client) ->
          LOG.fine(() -> client + " joined " + room + " as " + peer);
      case Observation.Resumed(RoomName room, PeerId peer, String client) ->
          LOG.fine(() -> client + " resumed " + room + " as " + peer);
      case Observation.TakenOver(RoomName room, PeerId peer, String client) ->
          LOG.fine(() -> client + " took over the seat of " + peer + " in " + room);
      case Observation.Disconnected(RoomName room, PeerId peer) ->
          LOG.fine(() -> peer + " lost its connection to " + room);
      case Observation.Left(RoomName room, PeerId peer, LeaveReason reason) ->
          LOG.fine(() -> peer + " left " + room + ": " + reason.wireName());
      case Observation.Refused(RoomName room, String client, ErrorCode code, String sentence) ->
          LOG.fine(() -> client + " in " + room + " got " + code.wireName() + ": " + sentence);
      case Observation.ClosedByServer(RoomName room, String client, PeerId _, CloseCode code) ->
          LOG.fine(() -> client + " in " + room + " was closed with " + code.number());
      case Observation.Closed(RoomName room, String client, PeerId _) ->
          LOG.fine(() -> client + " disconnected from " + room);
      case Observation.Relayed(RoomName room, PeerId from, String type, long bytes) ->
          LOG.finer(() -> from + " in " + room + " sent " + type + " of " + bytes + " bytes");
      case Observation.Fault(RoomName room, RuntimeException cause) ->
          LOG.fine(() -> "a defect in " + room + ": " + cause);
      case Observation.Missed(long count) ->
          LOG.fine(() -> "the log missed " + count + " observations: it was too slow");
    }
  }
}
