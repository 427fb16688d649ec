package dev.parley.signaling.session;

import dev.parley.signaling.protocol.RoomName;
import dev.parley.signaling.room.Budget;
import java.time.InstantSource;

/** What is known of a connection before its first message: the room, and the client's address. */
public record Handshake(RoomName room, Client client) {
  public Handshake(RoomName room, String address) {
    this(room, anonymous(address));
  }

  private static Client anonymous(String address) {
    Budget budget = new Budget(Long.MAX_VALUE);
    return new Client(
        address, budget.quota(), budget.quota(), budget.quota(), InstantSource.system());
  }
}
