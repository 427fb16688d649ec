package dev.parley.websocket;

/**
 * How many bytes of messages that have not come whole may be kept, by all connections that share
 * it.
 */
public interface Quota {

  /** Takes so many bytes, or returns false if there are not so many left. */
  boolean tryTake(int bytes);

  /** So many bytes are not kept any more. */
  void giveBack(int bytes);

  /** A quota without a bound. */
  static Quota unlimited() {
    return new Quota() {
      @Override
      public boolean tryTake(int bytes) {
        return true;
      }

      @Override
      public void giveBack(int bytes) {
        // nobody counts
      }
    };
  }
}
