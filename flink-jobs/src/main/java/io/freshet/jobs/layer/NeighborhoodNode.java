package io.freshet.jobs.layer;

import io.freshet.jobs.record.NeighborhoodUpdate;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The neighborhood of one item: the rule of the diff stage. A backlog of many versions costs its
 * receivers no more than the last one.
 */
final class NeighborhoodNode {
  private final ValueState<SubscribedNeighborhood> held;
  private final PendingNeighborhoods pending;

  /**
   * A node over its state.
   *
   * @param held neighborhood as told
   * @param pending neighborhoods that wait for their rounds
   */
  NeighborhoodNode(ValueState<SubscribedNeighborhood> held, PendingNeighborhoods pending) {
    this.held = held;
    this.pending = pending;
  }

  void hold(NeighborhoodUpdate update) throws Exception {
    pending.hold(update);
  }

  /** Rounds that something of this key waits for. */
  List<Long> pendingRounds() throws Exception {
    return pending.rounds();
  }

  /** Applies what waits for rounds up to this one; yields what has to be told, round by round. */
  List<NeighborhoodDiff> close(long round) throws Exception {
    @Nullable SubscribedNeighborhood before = held.value();
    List<NeighborhoodDiff> diffs = new ArrayList<>();
    for (NeighborhoodUpdate next : pending.take(round, before == null ? null : before.version())) {
      diffs.add(replace(next));
    }
    return diffs;
  }

  private NeighborhoodDiff replace(NeighborhoodUpdate next) throws Exception {
    NeighborhoodDiff diff = NeighborhoodDiff.between(held.value(), next);
    if (next.removed()) {
      held.clear();
    } else {
      held.update(diff.after());
    }
    return diff;
  }
}
