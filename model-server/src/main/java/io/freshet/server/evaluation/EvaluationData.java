package io.freshet.server.evaluation;

import static java.util.Objects.requireNonNull;

import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.SnapshotSource;
import java.util.function.Supplier;

/**
 * Recorded data with a split by time. Immutable.
 *
 * @param name in reports
 * @param items all items, with their texts as they were at the split
 * @param events all events, in order of time
 * @param splitAt the split, epoch milliseconds: what is strictly before it may be learned from
 * @param snapshots gives a replay of the events from their start, a new one per call
 * @param leastUsers users before the split that make an item a warm one
 */
public record EvaluationData(
    String name,
    ItemTable items,
    EventLog events,
    long splitAt,
    Supplier<SnapshotSource> snapshots,
    int leastUsers) {
  /** Share of the events before a split. */
  private static final double BEFORE = 0.9;

  /** Events with warm items, before the split, from which on a user is warm. */
  static final int WARM_USER = 5;

  public EvaluationData {
    requireNonNull(name, "name is null");
    requireNonNull(items, "items is null");
    requireNonNull(events, "events is null");
    requireNonNull(snapshots, "snapshots is null");
    if (events.before(splitAt).size() == 0 || events.before(splitAt).size() == events.size()) {
      throw new IllegalArgumentException(
          "Cannot evaluate: there must be events before and after the split (%d of %d before)"
              .formatted(events.before(splitAt).size(), events.size()));
    }
  }

  /** The time of the event that follows the first nine tenths. */
  public static long splitOf(EventLog events) {
    if (events.size() < 2) {
      throw new IllegalArgumentException(
          "Cannot split: at least two events are needed (%d)".formatted(events.size()));
    }
    return events.time((int) (BEFORE * events.size()));
  }

  /**
   * What may be learned from: the validation slice is the last tenth before the split, of warm
   * users.
   */
  public TrainingSet trainingSet(long seed) {
    EventLog before = events.before(splitAt);
    RankingTask validation =
        RankingTask.warm(before, items.size(), splitOf(before), leastUsers, WARM_USER);
    return new TrainingSet(
        items, before, splitAt, () -> new UntilSplit(snapshots.get(), splitAt), validation, seed);
  }

  /**
   * What is before the split, split once more: its last tenth is the validation slice, on which
   * settings are compared before anything after the split is looked at.
   */
  public EvaluationData validation() {
    EventLog before = events.before(splitAt);
    return new EvaluationData(
        name + ", validation",
        items.before(splitOf(before)),
        before,
        splitOf(before),
        () -> new UntilSplit(snapshots.get(), splitAt),
        leastUsers);
  }

  /** Ranking of the warm items at the split, for cold users too. */
  public RankingTask warm() {
    return RankingTask.warm(events, items.size(), splitAt, leastUsers, 0);
  }

  /** Ranking of all items at the split, for those whom a cold one is a target of. */
  public RankingTask cold() {
    return RankingTask.cold(events, items.size(), splitAt);
  }
}
