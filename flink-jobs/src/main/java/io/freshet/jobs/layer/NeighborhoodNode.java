package io.freshet.jobs.layer;

import io.freshet.jobs.record.NeighborhoodUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The neighborhood of one item: the rule of the diff stage. Of all neighborhoods of a round only
 * the newest counts, so a backlog of many versions costs its receivers no more than the last one.
 *
 * <p>A version older than the one held changes nothing; that of a removed neighborhood is held as
 * long as {@code removedVersion} lives.
 */
final class NeighborhoodNode {
  private final ValueState<SubscribedNeighborhood> held;
  private final ValueState<Long> removedVersion;
  private final MapState<Long, NeighborhoodUpdate> pending;

  /**
   * A node over its state.
   *
   * @param held neighborhood as told
   * @param removedVersion version of the removal, when there is none
   * @param pending round to its newest neighborhood
   */
  NeighborhoodNode(
      ValueState<SubscribedNeighborhood> held,
      ValueState<Long> removedVersion,
      MapState<Long, NeighborhoodUpdate> pending) {
    this.held = held;
    this.removedVersion = removedVersion;
    this.pending = pending;
  }

  void hold(NeighborhoodUpdate update) throws Exception {
    @Nullable NeighborhoodUpdate waiting = pending.get(update.round());
    pending.put(update.round(), waiting == null ? update : newer(waiting, update));
  }

  /** Rounds that something of this key waits for. */
  List<Long> pendingRounds() throws Exception {
    List<Long> rounds = new ArrayList<>();
    pending.keys().forEach(rounds::add);
    return rounds;
  }

  /** Applies what waits for rounds up to this one; yields what has to be told, round by round. */
  List<NeighborhoodDiff> close(long round) throws Exception {
    TreeMap<Long, NeighborhoodUpdate> due = new TreeMap<>();
    for (Map.Entry<Long, NeighborhoodUpdate> waiting : pending.entries()) {
      if (waiting.getKey() <= round) {
        due.put(waiting.getKey(), waiting.getValue());
      }
    }
    List<NeighborhoodDiff> diffs = new ArrayList<>();
    for (Map.Entry<Long, NeighborhoodUpdate> waiting : due.entrySet()) {
      pending.remove(waiting.getKey());
      if (!isOld(waiting.getValue().version())) {
        diffs.add(replace(waiting.getValue()));
      }
    }
    return diffs;
  }

  private boolean isOld(long version) throws Exception {
    @Nullable SubscribedNeighborhood before = held.value();
    @Nullable Long removed = removedVersion.value();
    return (before != null && version < before.version()) || (removed != null && version < removed);
  }

  private NeighborhoodDiff replace(NeighborhoodUpdate next) throws Exception {
    NeighborhoodDiff diff = NeighborhoodDiff.between(held.value(), next);
    if (next.removed()) {
      held.clear();
      removedVersion.update(next.version());
    } else {
      held.update(diff.after());
      removedVersion.clear();
    }
    return diff;
  }

  /** The newer version, the later one of equals, with the older of both events. */
  private static NeighborhoodUpdate newer(NeighborhoodUpdate first, NeighborhoodUpdate later) {
    NeighborhoodUpdate newer = later.version() >= first.version() ? later : first;
    return new NeighborhoodUpdate(
        newer.item(),
        newer.neighbors(),
        newer.removed(),
        newer.version(),
        newer.round(),
        Math.min(first.oldestEventAt(), later.oldestEventAt()));
  }
}
