package dev.parley.signaling.replica;

import dev.parley.signaling.guard.ClientAccount;
import dev.parley.signaling.protocol.Features;
import dev.parley.signaling.protocol.Payload;
import dev.parley.signaling.protocol.PeerId;
import dev.parley.signaling.protocol.PeerName;
import org.jspecify.annotations.Nullable;

/** A request to attach a participant to a room: by joining, or by listening on its seat. */
public sealed interface AttachRequest {

  PeerId peer();

  /** The account of its address, which is charged for the seat and for unsent messages. */
  ClientAccount client();

  /** The number of the last event that the client has processed; null if there is none. */
  @Nullable Long after();

  /** Whether the participant holds its seat over HTTP, where tickets authorize reading. */
  boolean overHttp();

  /**
   * A {@code join}: resumes the seat if the log holds everything after {@code after} that concerns
   * the peer, and takes a new one otherwise.
   *
   * @param role from the grant of the authenticator
   * @param history how many kept messages the answer may contain
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
   * An event stream or a poll of a peer that has a seat. Without {@code after}, it begins with the
   * first event of the seat.
   *
   * @param ticketSeat the seat that its ticket was issued for; null if it was authorized by its key
   */
  record Listen(PeerId peer, ClientAccount client, @Nullable Long after, @Nullable Long ticketSeat)
      implements AttachRequest {

    @Override
    public boolean overHttp() {
      return true;
    }
  }
}
