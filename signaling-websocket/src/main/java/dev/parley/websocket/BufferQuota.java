package dev.parley.websocket;

/**
 * A bound on the bytes of incomplete messages that are buffered, shared by any number of
 * connections.
 *
 * <p>The connections that share a quota may belong to different I/O threads, so implementations
 * must be thread-safe. Only a message that does not arrive in one read is buffered.
 */
public interface BufferQuota {

  /** Reserves bytes. Returns false, and reserves nothing, if not as many are left. */
  boolean tryReserve(int bytes);

  /** Returns reserved bytes. May be called with 0. */
  void release(int bytes);

  /** A quota without a bound. */
  static BufferQuota unlimited() {
    return new BufferQuota() {
      @Override
      public boolean tryReserve(int bytes) {
        return true;
      }

      @Override
      public void release(int bytes) {
        // nothing is counted
      }
    };
  }
}
