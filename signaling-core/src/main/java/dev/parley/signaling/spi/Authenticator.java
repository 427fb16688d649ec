package dev.parley.signaling.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides who may enter a room, and as what. */
@FunctionalInterface
public interface Authenticator {

  /**
   * Says as what a peer may enter: at once or later, on any thread. It is called by a thread that
   * must not wait. Until the answer is there, nothing that the peer says is taken; a peer that
   * waits for longer than it may take to join is refused with {@code unavailable}.
   *
   * <p>It is asked for each join, also by a peer that comes back to its seat.
   *
   * @return a stage that fails with {@link dev.parley.signaling.protocol.ProtocolException}, code
   *     {@code unauthorized} or {@code forbidden}, if the peer may not enter, or {@code
   *     unavailable} if that cannot be found out now. Any other failure is told as {@code internal}
   */
  CompletionStage<Grant> authenticate(AuthenticationRequest admission);

  /** Everybody may enter every room whose name they know. */
  static Authenticator open() {
    CompletionStage<Grant> member = CompletableFuture.completedFuture(Grant.MEMBER);
    return _ -> member;
  }
}
