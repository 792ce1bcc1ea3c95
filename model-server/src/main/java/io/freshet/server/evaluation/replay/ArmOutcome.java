package io.freshet.server.evaluation.replay;

import static java.util.Objects.requireNonNull;

/**
 * What came of an arm.
 *
 * @param arm which
 * @param ranks rank of each target among all items that its user did not have, from 1
 * @param refreshes how often embeddings were refreshed after the split
 * @param embedded mean share of the items that a refresh embedded again; NaN where unknown
 * @param sent mean share of the items whose vector a refresh sent; NaN where unknown
 */
@SuppressWarnings("ArrayRecordComponent") // a primitive column; never compared
public record ArmOutcome(Arm arm, int[] ranks, int refreshes, double embedded, double sent) {
  public ArmOutcome {
    requireNonNull(arm, "arm is null");
  }
}
