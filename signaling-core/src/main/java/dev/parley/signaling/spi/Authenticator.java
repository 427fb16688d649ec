package dev.parley.signaling.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides which peers may join a room, and with which role. */
@FunctionalInterface
public interface Authenticator {

  /**
   * Answers at once or later, on any thread. It is called on an I/O thread without a lock, and must
   * not block. Until the stage completes, further requests of the peer wait; a peer that waits for
   * longer than the join timeout is refused with {@code unavailable}.
   *
   * <p>It is asked for each join, including those that resume a seat.
   *
   * @return a stage that fails with {@link dev.parley.signaling.protocol.ProtocolException}, code
   *     {@code unauthorized} or {@code forbidden}, if the peer may not join, or {@code unavailable}
   *     if that cannot be determined now; the client receives its sentence. Any other failure is
   *     logged, and reported to the client as {@code internal} without its text
   */
  CompletionStage<Grant> authenticate(AuthenticationRequest admission);

  /** Admits everybody who knows the name of a room. */
  static Authenticator open() {
    CompletionStage<Grant> member = CompletableFuture.completedFuture(Grant.MEMBER);
    return _ -> member;
  }
}
