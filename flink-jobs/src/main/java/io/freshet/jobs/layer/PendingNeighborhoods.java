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
 * Neighborhoods of one item that wait for their rounds. Of all neighborhoods of a round only the
 * newest counts. A version older than the one held is left out; that of a removed neighborhood is
 * remembered as long as {@code removedVersion} lives.
 */
final class PendingNeighborhoods {
  private final ValueState<Long> removedVersion;
  private final MapState<Long, NeighborhoodUpdate> pending;

  /**
   * What waits, over its state.
   *
   * @param removedVersion version of the removal, when there is no neighborhood
   * @param pending round to its newest neighborhood
   */
  PendingNeighborhoods(
      ValueState<Long> removedVersion, MapState<Long, NeighborhoodUpdate> pending) {
    this.removedVersion = removedVersion;
    this.pending = pending;
  }

  void hold(NeighborhoodUpdate update) throws Exception {
    @Nullable NeighborhoodUpdate waiting = pending.get(update.round());
    pending.put(update.round(), waiting == null ? update : newer(waiting, update));
  }

  /** Rounds that something of this key waits for. */
  List<Long> rounds() throws Exception {
    List<Long> rounds = new ArrayList<>();
    pending.keys().forEach(rounds::add);
    return rounds;
  }

  /**
   * Takes out what waits for rounds up to this one, round by round, without what is old.
   *
   * @param heldVersion version of the neighborhood that is replaced, or null
   */
  List<NeighborhoodUpdate> take(long round, @Nullable Long heldVersion) throws Exception {
    TreeMap<Long, NeighborhoodUpdate> due = new TreeMap<>();
    for (Map.Entry<Long, NeighborhoodUpdate> waiting : pending.entries()) {
      if (waiting.getKey() <= round) {
        due.put(waiting.getKey(), waiting.getValue());
      }
    }
    List<NeighborhoodUpdate> taken = new ArrayList<>();
    if (due.isEmpty()) {
      return taken;
    }
    @Nullable Long removed = removedVersion.value();
    long newest = heldVersion != null ? heldVersion : removed != null ? removed : Long.MIN_VALUE;
    for (Map.Entry<Long, NeighborhoodUpdate> waiting : due.entrySet()) {
      pending.remove(waiting.getKey());
      if (waiting.getValue().version() >= newest) {
        newest = waiting.getValue().version();
        taken.add(waiting.getValue());
        remember(waiting.getValue());
      }
    }
    return taken;
  }

  private void remember(NeighborhoodUpdate next) throws Exception {
    if (next.removed()) {
      removedVersion.update(next.version());
    } else {
      removedVersion.clear();
    }
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
