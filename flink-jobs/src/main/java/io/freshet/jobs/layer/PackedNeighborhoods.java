package io.freshet.jobs.layer;

import io.freshet.jobs.record.PackedNeighborhood;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The neighborhood of one item as of the round that is closed, by the rules of {@link
 * PendingNeighborhoods}: of all that came for a round the newest version counts, and none older
 * than the one held or than a removal.
 */
final class PackedNeighborhoods {
  private final ValueState<PackedNeighborhood> held;
  private final ValueState<Long> removedVersion;
  private final MapState<Long, PackedNeighborhood> pending;

  /**
   * Neighborhoods over their state.
   *
   * @param held as of the round closed last; nothing when there is none
   * @param removedVersion version of the removal, when there is none
   * @param pending round to its newest neighborhood
   */
  PackedNeighborhoods(
      ValueState<PackedNeighborhood> held,
      ValueState<Long> removedVersion,
      MapState<Long, PackedNeighborhood> pending) {
    this.held = held;
    this.removedVersion = removedVersion;
    this.pending = pending;
  }

  void hold(PackedNeighborhood next) throws Exception {
    @Nullable PackedNeighborhood waiting = pending.get(next.round());
    if (waiting == null || next.version() >= waiting.version()) {
      pending.put(next.round(), next);
    }
  }

  List<Long> rounds() throws Exception {
    List<Long> rounds = new ArrayList<>();
    pending.keys().forEach(rounds::add);
    return rounds;
  }

  /** Applies what waits for rounds up to this one; yields what is held then. */
  @Nullable PackedNeighborhood close(long round) throws Exception {
    @Nullable PackedNeighborhood newest = held.value();
    Map<Long, PackedNeighborhood> due = due(round);
    if (due.isEmpty()) {
      return newest;
    }
    long version = newest == null ? removed() : newest.version();
    for (Map.Entry<Long, PackedNeighborhood> waiting : due.entrySet()) {
      pending.remove(waiting.getKey());
      if (waiting.getValue().version() >= version) {
        newest = waiting.getValue();
        version = newest.version();
      }
    }
    if (newest != null && newest.removed()) {
      held.clear();
      removedVersion.update(newest.version());
      return null;
    }
    if (newest != null) {
      held.update(newest);
      removedVersion.clear();
    }
    return newest;
  }

  private long removed() throws Exception {
    @Nullable Long version = removedVersion.value();
    return version == null ? Long.MIN_VALUE : version;
  }

  /** Round to what waits for it, oldest first. */
  private Map<Long, PackedNeighborhood> due(long round) throws Exception {
    TreeMap<Long, PackedNeighborhood> due = new TreeMap<>();
    for (Map.Entry<Long, PackedNeighborhood> waiting : pending.entries()) {
      if (waiting.getKey() <= round) {
        due.put(waiting.getKey(), waiting.getValue());
      }
    }
    return due;
  }
}
