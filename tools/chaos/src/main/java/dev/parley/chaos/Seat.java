package dev.parley.chaos;

import com.google.gson.JsonObject;

/** The seat that {@code joined} reports: peer id, number and ticket. */
public record Seat(String peer, long number, String ticket) {
  public static final Seat NONE = new Seat("", 0, "");

  public static Seat of(JsonObject joined) {
    JsonObject self = joined.getAsJsonObject("self");
    return new Seat(
        self.get("id").getAsString(),
        self.get("seat").getAsLong(),
        joined.get("ticket").getAsString());
  }
}
