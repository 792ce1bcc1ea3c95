package io.freshet.jobs.statistic;

import static java.util.Objects.requireNonNull;

/**
 * How often an item was interacted with, as of a time that the reader knows.
 *
 * @param itemId the item
 * @param firstSeenMillis its first interaction, epoch milliseconds
 * @param days3 interactions decayed with a half-life of 3 days
 * @param days14 with one of 14 days
 * @param days60 with one of 60 days
 * @param total not decayed
 */
public record ItemCounts(
    String itemId, long firstSeenMillis, double days3, double days14, double days60, double total) {
  public ItemCounts {
    requireNonNull(itemId, "itemId is null");
  }
}
