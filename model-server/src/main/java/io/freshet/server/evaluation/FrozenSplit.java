package io.freshet.server.evaluation;

import static java.util.Objects.requireNonNull;

import io.freshet.server.snapshot.Snapshot;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Fits contenders on what is before the split and ranks once for each user, as of the split. */
public final class FrozenSplit {
  private final EvaluationData data;
  private final Optional<Path> keeping;
  private final Consumer<String> progress;

  /**
   * Of some data.
   *
   * @param keeping directory for how contenders ranked; none is fitted again whose rankings lie
   *     there, and several processes may fill it with parts of one evaluation
   * @param progress told what begins, in words
   */
  public FrozenSplit(EvaluationData data, Optional<Path> keeping, Consumer<String> progress) {
    this.data = requireNonNull(data, "data is null");
    this.keeping = requireNonNull(keeping, "keeping is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  private record Tasks(RankingTask warm, RankingTask cold, Snapshot snapshot) {}

  /**
   * Judges contenders in their order.
   *
   * @param seeds what contenders that depend on chance are fitted with
   * @throws UncheckedIOException when what was kept cannot be read or is of other data or settings,
   *     or rankings cannot be kept
   */
  public List<Judged> run(List<Contender> contenders, Seeds seeds) {
    Snapshot snapshot = data.snapshots().get().at(data.splitAt());
    Tasks tasks = new Tasks(data.warm(), data.cold(), snapshot);
    Optional<Kept> kept =
        keeping.map(
            directory -> new Kept(directory, "rankings", "frozen split", data, snapshot.graph()));
    List<Judged> judged = new ArrayList<>();
    for (Contender contender : contenders) {
      List<Ranking> warm = new ArrayList<>();
      List<Ranking> cold = new ArrayList<>();
      for (long seed : seeds.of(contender)) {
        SeedRankings rankings =
            kept.flatMap(each -> each.find(contender, seed, SeedRankings::read))
                .orElseGet(() -> rank(contender, seed, tasks, kept));
        warm.add(rankings.warm());
        cold.add(rankings.cold());
      }
      judged.add(new Judged(contender.name(), warm, cold));
    }
    return judged;
  }

  private SeedRankings rank(Contender contender, long seed, Tasks tasks, Optional<Kept> kept) {
    progress.accept(contender.name() + (contender.dependsOnChance() ? ", seed " + seed : ""));
    try (Scorer scorer = contender.fit(data.trainingSet(seed))) {
      SeedRankings rankings =
          new SeedRankings(
              tasks.warm.rank(scorer, tasks.snapshot), tasks.cold.rank(scorer, tasks.snapshot));
      kept.ifPresent(each -> each.keep(contender, seed, rankings::write));
      return rankings;
    }
  }
}
