package io.freshet.jobs.layer;

import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.SubscriptionChange;
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
  private final ValueState<NeighborhoodUpdate> held;
  private final ValueState<Long> removedVersion;
  private final MapState<Long, NeighborhoodUpdate> pending;

  /**
   * A node over its state.
   *
   * @param held neighborhood that the sources were told of
   * @param removedVersion version of the removal, when there is none
   * @param pending round to its newest neighborhood
   */
  NeighborhoodNode(
      ValueState<NeighborhoodUpdate> held,
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

  /** Applies what waits for rounds up to this one; yields what the sources have to be told. */
  List<SubscriptionChange> close(long round) throws Exception {
    TreeMap<Long, NeighborhoodUpdate> due = new TreeMap<>();
    for (Map.Entry<Long, NeighborhoodUpdate> waiting : pending.entries()) {
      if (waiting.getKey() <= round) {
        due.put(waiting.getKey(), waiting.getValue());
      }
    }
    List<SubscriptionChange> changes = new ArrayList<>();
    for (Map.Entry<Long, NeighborhoodUpdate> waiting : due.entrySet()) {
      pending.remove(waiting.getKey());
      changes.addAll(replace(waiting.getValue()));
    }
    return changes;
  }

  private List<SubscriptionChange> replace(NeighborhoodUpdate next) throws Exception {
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
