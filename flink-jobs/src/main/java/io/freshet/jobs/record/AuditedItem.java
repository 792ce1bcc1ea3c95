package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

/**
 * How far an item's embedding was from the one that the exact inputs as of a round give.
 *
 * @param item the item
 * @param round the round
 * @param degree neighbors that its embedding was computed from
 * @param distance Euclidean distance of the two, over all layers together
 */
public record AuditedItem(String item, long round, int degree, double distance) {
  public AuditedItem {
    requireNonNull(item, "item is null");
  }
}
