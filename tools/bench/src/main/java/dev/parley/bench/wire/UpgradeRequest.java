package dev.parley.bench.wire;

import java.util.Optional;

/** What an upgrade asks a server for. */
public record UpgradeRequest(String path, Optional<String> subprotocol) {}
