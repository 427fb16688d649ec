package dev.parley.server.http;

import dev.parley.server.config.ConfigReader;
import dev.parley.server.config.Origin;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which web pages may use the server: those of its own origin and those in {@code origins}
 * (RFC 6455 section 10.2). WebSockets are not subject to CORS, so the server itself has to check.
 *
 * <p>Requests without Origin are allowed: browsers always send it, and other clients could forge
 * it.
 */
public final class OriginPolicy {
  /** The error message for other pages. */
  public static final String REFUSAL =
      "Pages of this origin may not connect: add the origin to the setting origins of the server"
          + " (PARLEY_ORIGINS), or let the proxy in front of the server pass on the header Host.";

  private final Set<String> allowed;

  /** Allows these origins, which have the form that browsers send. */
  public OriginPolicy(List<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  public boolean allows(HeaderMap request) {
    HeaderValues origins = request.get(Headers.ORIGIN);
    return origins == null
        || (origins.size() == 1 && allows(origins.getFirst(), request.getFirst(Headers.HOST)));
  }

  boolean allows(@Nullable String origin, @Nullable String host) {
    if (origin == null || allowed.contains(ConfigReader.ANY_ORIGIN) || allowed.contains(origin)) {
      return true;
    }
    Optional<Origin> page = Origin.parse(origin);
    return page.isPresent()
        && (allowed.contains(page.get().text()) || (host != null && page.get().isAt(host)));
  }
}
