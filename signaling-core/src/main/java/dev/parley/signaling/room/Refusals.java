package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest refusals of a seat, which {@code joined} repeats after a resume. A refused request has
 * used up its id: if its {@code error} got lost, the client would take the request for accepted.
 *
 * <p>Part of {@link Seat}: guarded by the replica's lock.
 */
public final class Refusals {
  static final int MAX_KEPT = 32;

  /** The limit while memory is short. */
  static final int MAX_KEPT_WHEN_SCARCE = 2;

  /** Approximate bytes of a refusal, beside the ids in it. */
  private static final int OVERHEAD = 200;

  /** Characters; longer lists of absent recipients are dropped, so that a refusal stays small. */
  static final int MAX_PEERS_LENGTH = 1_000;

  /** Oldest first. Most seats have none, and share the empty list. */
  private List<Refused> kept = List.of();

  private long bytes;

  /** A refusal, and the id of the request. */
  public record Refused(long id, Refusal refusal) {

    private int bytes() {
      return OVERHEAD + length(refusal);
    }
  }

  /** Approximate bytes of memory. */
  long bytes() {
    return bytes;
  }

  /** Keeps a refusal. If memory is short, older ones are dropped early. */
  void add(long id, Refusal refusal, boolean memoryScarce) {
    Refused added =
        new Refused(id, length(refusal) > MAX_PEERS_LENGTH ? withoutPeers(refusal) : refusal);
    kept = kept.isEmpty() ? new ArrayList<>(2) : kept;
    kept.add(added);
    bytes += added.bytes();
    while (kept.size() > (memoryScarce ? MAX_KEPT_WHEN_SCARCE : MAX_KEPT)) {
      bytes -= kept.removeFirst().bytes();
    }
  }

  private static int length(Refusal refusal) {
    return refusal.peers().stream().map(PeerId::value).mapToInt(String::length).sum();
  }

  private static Refusal withoutPeers(Refusal refusal) {
    return new Refusal(refusal.code(), refusal.sentence(), List.of(), refusal.seq());
  }

  /** The refusals for a snapshot, oldest first. */
  List<Refused> all() {
    return List.copyOf(kept);
  }

  /** The errors that may not have arrived, oldest first. */
  List<Notice.Error> errors() {
    return kept.stream().map(each -> each.refusal.of(each.id)).toList();
  }

  /**
   * The refusal of this request, which answers it again if it is sent again; null if it was
   * accepted, or the refusal is no longer kept.
   */
  @Nullable Refusal of(long id) {
    return kept.stream()
        .filter(each -> each.id == id)
        .map(Refused::refusal)
        .findFirst()
        .orElse(null);
  }
}
