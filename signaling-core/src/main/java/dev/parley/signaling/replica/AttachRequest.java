package dev.parley.signaling.replica;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerName;
import org.jspecify.annotations.Nullable;

/** How a participant comes into a room. */
public sealed interface AttachRequest {

  PeerId peer();

  /** Its address, on whose account go the seat and what is sent. */
  ClientAccount client();

  /** The event after which it goes on, if it had a seat before. */
  @Nullable Long after();

  /** Whether it holds its seat by requests, for which tickets are good. */
  boolean overHttp();

  /**
   * A peer that wants its old seat or, if the log does not hold all after {@code after}, a new one.
   *
   * @param history how many kept messages it wants to be told
   */
  record Join(
      PeerId peer,
      PeerName name,
      String role,
      Features features,
      Payload data,
      ClientAccount client,
      int history,
      @Nullable Long after,
      boolean overHttp)
      implements AttachRequest {}

  /**
   * A peer with a seat that listens over HTTP. Without {@code after}, it begins where the seat
   * does.
   *
   * @param ticketSeat the seat that its ticket was made for, null if it comes with its key
   */
  record Listen(PeerId peer, ClientAccount client, @Nullable Long after, @Nullable Long ticketSeat)
      implements AttachRequest {

    @Override
    public boolean overHttp() {
      return true;
    }
  }
}
