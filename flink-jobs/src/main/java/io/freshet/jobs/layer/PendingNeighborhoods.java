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
   * @param removedVersion version of the removal; there is none where there is a neighborhood
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
    // Asked only where there is no neighborhood, for the backend has to look it up.
    @Nullable Long removed = heldVersion == null ? removedVersion.value() : null;
    long newest = heldVersion != null ? heldVersion : removed != null ? removed : Long.MIN_VALUE;
    boolean isRemembered = removed != null;
    for (Map.Entry<Long, NeighborhoodUpdate> waiting : due.entrySet()) {
      pending.remove(waiting.getKey());
      NeighborhoodUpdate next = waiting.getValue();
      if (next.version() >= newest) {
        newest = next.version();
        taken.add(next);
        if (next.removed()) {
          removedVersion.update(newest);
        } else if (isRemembered) {
          removedVersion.clear();
        }
        isRemembered = next.removed();
      }
    }
    return taken;
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
