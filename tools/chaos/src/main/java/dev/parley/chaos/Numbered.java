package dev.parley.chaos;

import com.google.gson.JsonObject;

/** A request with its id, as it goes over the wire. */
public record Numbered(long id, JsonObject json) {}
