package io.freshet.jobs.record;

import java.util.List;

/**
 * The edge updates that one event makes.
 *
 * @param updates both directions of its pairs; at least one
 */
public record EdgeUpdates(List<EdgeUpdate> updates) {
  public EdgeUpdates {
    updates = List.copyOf(updates);
  }
}
