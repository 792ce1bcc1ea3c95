package io.freshet.jobs.layer;

import io.freshet.jobs.record.SubscriptionChange;

/**
 * A subscription's weight that waits for its round.
 *
 * @param weight new weight; 0 ends the subscription
 * @param version version of the neighborhood that says so
 * @param oldestEventAt oldest event behind it
 */
public record PendingWeight(float weight, long version, long oldestEventAt) {
  static PendingWeight of(SubscriptionChange change) {
    return new PendingWeight(change.weight(), change.version(), change.oldestEventAt());
  }

  /** This one replaced by a later one: the newer version's weight, the older of both events. */
  PendingWeight replacedBy(PendingWeight later) {
    PendingWeight newer = later.version >= version ? later : this;
    return new PendingWeight(
        newer.weight, newer.version, Math.min(oldestEventAt, later.oldestEventAt));
  }
}
