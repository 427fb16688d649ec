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
          LOG.fine(() ->
              client + (resumed ? " resumed " : " joined ") + room.value() + " as " + peer.value());
      case Observation.Refused(RoomName room, ErrorCode code, String sentence) ->
          LOG.fine(
              () -> client + " in " + room.value() + " got " + code.wireName() + ": " + sentence);
      case Observation.Closed(RoomName room, CloseCode code) ->
          LOG.fine(() ->
              code == null
                  ? client + " has gone from " + room.value()
                  : client + " in " + room.value() + " was closed with " + code.number());
      case Observation.Fault(RoomName room, RuntimeException cause) ->
          LOG.log(Level.SEVERE, cause, () -> "a defect, met by " + client + " in " + room.value());
    }
  }
}
