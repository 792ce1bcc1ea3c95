package io.freshet.cli.recorded;

import io.freshet.server.snapshot.Snapshot;
import io.freshet.server.snapshot.SnapshotSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives sources that share one replay, for as long as they ask for ever later moments; an earlier
 * one starts another. The newest snapshot is kept. Replaying is most of what a short training
 * costs. One thread.
 */
public final class OneReplay implements Supplier<SnapshotSource> {
  private final Supplier<SnapshotSource> replays;
  private @Nullable SnapshotSource running;
  private Optional<Snapshot> newest = Optional.empty();

  /**
   * Sources without a replay yet.
   *
   * @param replays gives a replay from the start
   */
  public OneReplay(Supplier<SnapshotSource> replays) {
    this.replays = replays;
  }

  @Override
  public SnapshotSource get() {
    long[] last = {Long.MIN_VALUE};
    return asOf -> {
      if (asOf < last[0]) {
        throw new IllegalArgumentException("Cannot go back from %d to %d".formatted(last[0], asOf));
      }
      last[0] = asOf;
      return at(asOf);
    };
  }

  private Snapshot at(long asOf) {
    SnapshotSource source = running;
    if (source == null || newest.filter(known -> known.asOf() > asOf).isPresent()) {
      source = replays.get();
      running = source;
    }
    Snapshot snapshot = source.at(asOf);
    newest = Optional.of(snapshot);
    return snapshot;
  }
}
