package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest refusals of one seat, in case their errors do not arrive: a refused request has used
 * up its id, and would otherwise look as if it had been taken.
 */
public final class Refusals {
  private static final int MOST = 32;
  private static final int LEAST = 2;

  /** Bytes of one that is kept, beside the ids that it names. */
  private static final int OVERHEAD = 200;

  /** Ids longer than this in sum are not repeated: a refusal is to stay small. */
  private static final int LONGEST_PEERS = 1_000;

  /** Oldest first. Most seats have none: the list of those is shared. */
  private List<Refused> kept = List.of();

  private long bytes;

  /** The refusal of the request with this id. */
  public record Refused(long id, Refusal refusal) {

    private int bytes() {
      return OVERHEAD + length(refusal);
    }
  }

  /** Bytes that they take, about. */
  long bytes() {
    return bytes;
  }

  /** A request was refused; where memory is short, few refusals are kept. */
  void add(long id, Refusal refusal, boolean brief) {
    Refused added =
        new Refused(id, length(refusal) > LONGEST_PEERS ? withoutPeers(refusal) : refusal);
    kept = kept.isEmpty() ? new ArrayList<>(2) : kept;
    kept.add(added);
    bytes += added.bytes();
    while (kept.size() > (brief ? LEAST : MOST)) {
      bytes -= kept.removeFirst().bytes();
    }
  }

  private static int length(Refusal refusal) {
    return refusal.peers().stream().map(PeerId::value).mapToInt(String::length).sum();
  }

  private static Refusal withoutPeers(Refusal refusal) {
    return new Refusal(refusal.code(), refusal.sentence(), List.of(), refusal.seq());
  }

  List<Refused> all() {
    return List.copyOf(kept);
  }

  /** The errors that may not have arrived, oldest first. */
  List<Notice.Error> errors() {
    return kept.stream().map(each -> each.refusal.of(each.id)).toList();
  }

  /** The answer to a request that comes again, if it was refused. */
  @Nullable Refusal of(long id) {
    return kept.stream()
        .filter(each -> each.id == id)
        .map(Refused::refusal)
        .findFirst()
        .orElse(null);
  }
}
