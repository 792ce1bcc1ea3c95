package io.freshet.server.evaluation;

import static java.util.Objects.requireNonNull;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.SnapshotSource;
import java.util.function.Supplier;

/**
 * What a contender may learn from: nothing in it happened at the split or after. Immutable.
 *
 * @param items all items, those first met after the split too: their text is known
 * @param events the events strictly before the split
 * @param splitAt the split, epoch milliseconds
 * @param snapshots gives a replay of the events from their start, a new one per call
 * @param validation the last slice of the events, as a ranking task of its own: fit on what is
 *     before {@link RankingTask#at}, measure on it, and choose
 * @param seed of all chance
 */
public record TrainingSet(
    ItemTable items,
    EventLog events,
    long splitAt,
    Supplier<SnapshotSource> snapshots,
    RankingTask validation,
    long seed) {
  public TrainingSet {
    requireNonNull(items, "items is null");
    requireNonNull(events, "events is null");
    requireNonNull(snapshots, "snapshots is null");
    requireNonNull(validation, "validation is null");
  }

  /**
   * All events may be learned from. The validation slice is their last tenth, of users with some
   * events before it.
   *
   * @param snapshots gives a replay of the events from their start, a new one per call
   * @param leastUsers users that an item must have had before the slice to be ranked
   * @param mostUsers most users that are ranked for
   * @throws IllegalArgumentException when nobody turned to anything in the slice
   */
  public static TrainingSet whole(
      ItemTable items,
      EventLog events,
      Supplier<SnapshotSource> snapshots,
      int leastUsers,
      int mostUsers,
      long seed) {
    long sliceAt = EvaluationData.splitOf(events);
    RankingTask validation =
        RankingTask.warm(events, items.size(), sliceAt, leastUsers, EvaluationData.WARM_USER)
            .ofSome(mostUsers);
    if (validation.users() == 0) {
      throw new IllegalArgumentException(
          "Cannot train: no user with %d events turned to an item new to them in the last tenth; more events are needed (%d)"
              .formatted(EvaluationData.WARM_USER, events.size()));
    }
    long end = events.time(events.size() - 1) + 1;
    return new TrainingSet(items, events, end, snapshots, validation, seed);
  }
}
