package dev.parley.signaling.room;

import dev.parley.signaling.protocol.Notice;
import dev.parley.signaling.protocol.PeerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest refusals of one seat, in case their errors do not arrive: a refused request has used
 * up its id, and would otherwise look as if it had been taken.
 */
final class Refusals {
  private static final int MOST = 32;
  private static final int LEAST = 2;

  /** Bytes of one that is kept, beside the ids that it names. */
  private static final int OVERHEAD = 200;

  /** Ids longer than this in sum are not repeated: a refusal is to stay small. */
  private static final int LONGEST_PEERS = 1_000;

  private final Deque<Kept> kept = new ArrayDeque<>(2);
  private long bytes;

  private record Kept(long id, Refusal refusal, int bytes) {}

  /** Bytes that they take, about. */
  long bytes() {
    return bytes;
  }

  /** A request was refused; where memory is short, few refusals are kept. */
  void add(long id, Refusal refusal, boolean isShort) {
    int length = refusal.peers().stream().map(PeerId::value).mapToInt(String::length).sum();
    Kept added =
        length > LONGEST_PEERS
            ? new Kept(id, new Refusal(refusal.code(), refusal.sentence()), OVERHEAD)
            : new Kept(id, refusal, OVERHEAD + length);
    kept.addLast(added);
    bytes += added.bytes;
    while (kept.size() > (isShort ? LEAST : MOST)) {
      removeFirst();
    }
  }

  private void removeFirst() {
    bytes -= kept.removeFirst().bytes;
  }

  /** The errors that may not have arrived, oldest first. */
  List<Notice.Error> errors() {
    return kept.stream().map(each -> each.refusal.of(each.id)).toList();
  }

  /** The answer to a request that comes again, if it was refused. */
  @Nullable Refusal of(long id) {
    return kept.stream().filter(each -> each.id == id).map(Kept::refusal).findFirst().orElse(null);
  }
}
