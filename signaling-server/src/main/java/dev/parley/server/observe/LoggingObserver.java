package dev.parley.server.observe;

import dev.parley.signaling.protocol.CloseCode;
import dev.parley.signaling.protocol.ErrorCode;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.spi.Observation;
import dev.parley.signaling.spi.Observer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Writes what happens to the log: faults always, the daily business for who wants it. */
public final class LoggingObserver implements Observer {
  private static final Logger LOG = Logger.getLogger("parley");

  @Override
  public void see(String client, Observation observation) {
    switch (observation) {
      case Observation.Joined(RoomName room, PeerId peer, boolean resumed) ->
          LOG.fine(
              () -> "%s %s %s as %s".formatted(client, resumed ? "resumed" : "joined", room, peer));
      case Observation.Refused(RoomName room, ErrorCode code, String sentence) ->
          LOG.fine(() -> "%s in %s got %s: %s".formatted(client, room, code.wireName(), sentence));
      case Observation.Closed(RoomName room, CloseCode code) ->
          LOG.fine(() ->
              code == null
                  ? "%s has gone from %s".formatted(client, room)
                  : "%s in %s was closed with %d".formatted(client, room, code.number()));
      case Observation.Fault(RoomName room, RuntimeException cause) ->
          LOG.log(Level.SEVERE, cause, () -> "a defect, met by %s in %s".formatted(client, room));
    }
  }
}
