package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * One neighbor of an item.
 *
 * @param source id of the neighbor
 * @param relationType type of the neighbor as the neighborhood says
 * @param share its weight over the sum of its relation's weights; positive and finite
 */
public record NeighborShare(String source, String relationType, float share) {
  public NeighborShare {
    requireNonNull(source, "source is null");
    requireNonNull(relationType, "relationType is null");
    if (!Float.isFinite(share) || share < 0) {
      throw new IllegalArgumentException(
          "Cannot weigh neighbor %s: share must be finite and not negative (%s)"
              .formatted(source, share));
    }
  }
}
