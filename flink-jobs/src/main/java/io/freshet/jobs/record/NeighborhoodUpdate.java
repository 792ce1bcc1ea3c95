package io.freshet.jobs.record;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the newest neighborhood record of an item says, with the round it belongs to.
 *
 * @param item id of the item
 * @param neighbors all its neighbors, of every type; empty when removed
 * @param removed whether the neighborhood is gone
 * @param version grows with every record of the item
 * @param round round the record was read in
 * @param oldestEventAt ingest time of the oldest event that this record shows first, epoch
 *     milliseconds, or {@link OldestEvent#NONE}
 */
public record NeighborhoodUpdate(
    String item,
    List<NeighborShare> neighbors,
    boolean removed,
    long version,
    long round,
    long oldestEventAt) {
  public NeighborhoodUpdate {
    requireNonNull(item, "item is null");
    requireNonNull(neighbors, "neighbors is null");
  }

  /** The neighborhood is gone. */
  public static NeighborhoodUpdate removal(String item, long version, long round, long at) {
    return new NeighborhoodUpdate(item, List.of(), true, version, round, at);
  }
}
