package dev.parley.chaos;

import com.google.gson.JsonObject;

/** A request without an acknowledgement, as it is sent, with its id. */
public record PendingRequest(long id, JsonObject json) {}
