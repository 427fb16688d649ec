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

/** Writes observations to the log, at the levels {@code FINE} and {@code FINER}. */
public final class LoggingObserver implements Observer {
  private static final Logger LOG = Logger.getLogger("parley");

  private LoggingObserver() {}

  /** The subscription of the log to the observations; closing it ends the logging. */
  public interface Following extends AutoCloseable {

    @Override
    void close();
  }

  /**
   * Logs what happens from now on, by a thread of its own: nobody in a room waits for a disk. Where
   * nothing of it is to be logged, it is not observed either.
   */
  public static Following follow(Observations observations) {
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
          LOG.fine(() -> peer + " has lost its connection to " + room);
      case Observation.Left(RoomName room, PeerId peer, LeaveReason reason) ->
          LOG.fine(() -> peer + " has left " + room + ": " + reason.wireName());
      case Observation.Refused(RoomName room, String client, ErrorCode code, String sentence) ->
          LOG.fine(() -> client + " in " + room + " got " + code.wireName() + ": " + sentence);
      case Observation.ClosedByServer(RoomName room, String client, PeerId _, CloseCode code) ->
          LOG.fine(() -> client + " in " + room + " was closed with " + code.number());
      case Observation.Closed(RoomName room, String client, PeerId _) ->
          LOG.fine(() -> client + " has gone from " + room);
      case Observation.Relayed(RoomName room, PeerId from, String type, long bytes) ->
          LOG.finer(() -> from + " in " + room + " said " + type + " of " + bytes + " bytes");
      case Observation.Fault(RoomName room, RuntimeException cause) ->
          LOG.fine(() -> "a defect, met in " + room + ": " + cause);
      case Observation.Missed(long count) ->
          LOG.fine(() -> "the log lacks " + count + " observations: it was too slow");
    }
  }
}
