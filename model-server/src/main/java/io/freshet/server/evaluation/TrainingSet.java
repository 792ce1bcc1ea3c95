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
}
