package io.freshet.jobs.layer;

/**
 * A subscription's weight that waits for its round.
 *
 * @param message to the subscriber
 * @param weight new weight; 0 ends the subscription
 * @param version version of the neighborhood that says so
 * @param round round that it belongs to
 * @param oldestEventAt oldest event behind it
 */
record PendingWeight(Message message, float weight, long version, long round, long oldestEventAt) {
  /** This one replaced by a later one: the newer version's weight, the older of both events. */
  PendingWeight replacedBy(PendingWeight later) {
    PendingWeight newer = later.version >= version ? later : this;
    return new PendingWeight(
        message,
        newer.weight,
        newer.version,
        newer.round,
        Math.min(oldestEventAt, later.oldestEventAt));
  }
}
