package dev.parley.signaling.room;

import dev.parley.signaling.guard.Budget;
import dev.parley.signaling.protocol.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one seat is held: by which cursor, or since when by none; on which address's account; and
 * which ticket reads its events. Guarded by the room's step.
 */
final class Occupancy {
  private final Budget.Quota rosters;
  private final Refusals refusals = new Refusals();
  private long weight;
  private long charged;
  private @Nullable Attachment attachment;
  private @Nullable Instant detachedAt;
  private boolean listening;
  private Instant ticketUntil = Instant.MIN;

  Occupancy(Budget.Quota rosters) {
    this.rosters = rosters;
  }

  /** Whether the address that took the seat, or all together, hold too much already. */
  boolean isOverQuota() {
    return rosters.isExceeded();
  }

  /** The seat weighs this many bytes now, beside its refusals. */
  void weigh(long bytes) {
    weight = bytes;
    charge();
  }

  /** The seat is given up. */
  void release() {
    rosters.giveBack(charged);
    charged = 0;
  }

  private void charge() {
    long bytes = weight + refusals.bytes();
    rosters.take(bytes - charged);
    charged = bytes;
  }

  /** A request was refused. */
  void refused(long id, Refusal refusal) {
    refusals.add(id, refusal, rosters.isExceeded());
    charge();
  }

  /** The latest refusals, of which the client may not have heard. */
  List<Notice.Error> refusals() {
    return refusals.errors();
  }

  /** The answer to a request that comes again, if it was refused. */
  @Nullable Refusal refusalOf(long id) {
    return refusals.of(id);
  }

  @Nullable Attachment attachment() {
    return attachment;
  }

  @Nullable Attachment attachmentOf(Cursor cursor) {
    return attachment != null && attachment.cursor().equals(cursor) ? attachment : null;
  }

  /** Attaches another cursor, and returns the one that it replaces. */
  @Nullable Attachment attach(@Nullable Attachment next) {
    Attachment older = attachment;
    attachment = next;
    detachedAt = null;
    listening = false;
    return older;
  }

  /** The cursor is gone; {@code resting} if the peer is about to attach another one. */
  void detach(Instant now, boolean resting, Duration ticketLifetime) {
    attachment = null;
    detachedAt = resting ? now : null;
    if (listening) {
      listening = false;
      ticketUntil = now.plus(ticketLifetime);
    }
  }

  /** The peer has given a sign of life other than by its cursor. */
  void heard(Instant now) {
    if (detachedAt != null) {
      detachedAt = now;
    }
  }

  /** Whether the peer was about to attach a cursor, and has not done so since that time. */
  boolean isAbsentSince(Instant time) {
    return detachedAt != null && detachedAt.isBefore(time);
  }

  /** A join, which hands out a ticket. */
  void joined(Instant now, Duration ticketLifetime) {
    ticketUntil = now.plus(ticketLifetime);
  }

  /** The cursor was attached over HTTP: tickets stay good for as long as it is. */
  void listen() {
    listening = true;
  }

  /** Whether a ticket of this seat is good now. */
  boolean isTicketed(Instant now) {
    return listening || !now.isAfter(ticketUntil);
  }
}
