package io.freshet.jobs.layer;

import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.SubscriptionChange;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The neighborhood of one item: the rule of the diff stage. A version older than the one held
 * changes nothing; that of a removed neighborhood is held as long as {@code removedVersion} lives.
 */
final class NeighborhoodNode {
  private final ValueState<NeighborhoodUpdate> held;
  private final ValueState<Long> removedVersion;

  NeighborhoodNode(ValueState<NeighborhoodUpdate> held, ValueState<Long> removedVersion) {
    this.held = held;
    this.removedVersion = removedVersion;
  }

  /** Replaces the neighborhood; yields what its sources have to be told. */
  List<SubscriptionChange> replace(NeighborhoodUpdate next) throws Exception {
    @Nullable NeighborhoodUpdate before = held.value();
    @Nullable Long removed = removedVersion.value();
    if ((before != null && next.version() < before.version())
        || (removed != null && next.version() < removed)) {
      return List.of();
    }
    if (next.removed()) {
      held.clear();
      removedVersion.update(next.version());
    } else {
      held.update(next);
      removedVersion.clear();
    }
    return NeighborhoodDiff.between(before, next);
  }
}
