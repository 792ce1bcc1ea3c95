package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LevelMarker;
import io.freshet.jobs.record.ThresholdRange;
import io.freshet.jobs.record.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds of every round that is open, from the markers of their levels. Remembers the newest
 * changes: every subtask the same, so that what was left of a round is closed after a restore as it
 * was begun.
 */
final class RoundThresholds {
  private static final int MOST_CHANGES = 100;

  private final ThresholdRange range;
  private final TreeMap<Long, Integer> levels = new TreeMap<>();
  private @Nullable ListState<Tuple2<Long, Integer>> remembered;

  /** The round asked for last, and its thresholds: all keys of a round ask for the same. */
  private long newest;

  private @Nullable Thresholds ofNewest;

  RoundThresholds(ThresholdRange range) {
    this.range = range;
  }

  void initializeState(StateInitializationContext context) throws Exception {
    remembered =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("levels", Types.TUPLE(Types.LONG, Types.INT)));
    for (Tuple2<Long, Integer> change : remembered.get()) {
      levels.put(change.f0, change.f1);
    }
  }

  void snapshotState() throws Exception {
    List<Tuple2<Long, Integer>> changes = new ArrayList<>();
    levels.forEach((round, level) -> changes.add(Tuple2.of(round, level)));
    requireNonNull(remembered, "remembered is null").update(changes);
  }

  void add(LayerEmbedding marker) {
    ofNewest = null;
    levels.put(marker.round(), LevelMarker.level(marker));
    if (levels.size() > MOST_CHANGES) {
      levels.pollFirstEntry();
    }
  }

  /** Thresholds of a round, which no watermark of a later one has passed. */
  Thresholds at(long round) {
    Thresholds known = ofNewest;
    if (known == null || newest != round) {
      Map.Entry<Long, Integer> change = levels.lowerEntry(round);
      known = range.at(change == null ? 0 : change.getValue());
      newest = round;
      ofNewest = known;
    }
    return known;
  }

  /** Whether embedded inputs have to be remembered, to know how far they moved. */
  boolean haveGamma() {
    return range.tightest().gamma() > 0;
  }
}
