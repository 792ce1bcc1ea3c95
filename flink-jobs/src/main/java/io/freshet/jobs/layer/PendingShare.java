package io.freshet.jobs.layer;

import io.freshet.jobs.record.SubscriptionChange;

/**
 * A subscription's share that waits for its round.
 *
 * @param share new share; 0 ends the subscription
 * @param version version of the neighborhood that says so
 * @param oldestEventAt oldest event behind it
 */
public record PendingShare(float share, long version, long oldestEventAt) {
  static PendingShare of(SubscriptionChange change) {
    return new PendingShare(change.share(), change.version(), change.oldestEventAt());
  }

  /** This one replaced by a later one: the newer version's share, the older of both events. */
  PendingShare replacedBy(PendingShare later) {
    PendingShare newer = later.version >= version ? later : this;
    return new PendingShare(
        newer.share, newer.version, Math.min(oldestEventAt, later.oldestEventAt));
  }
}
