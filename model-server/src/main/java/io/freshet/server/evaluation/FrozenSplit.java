package io.freshet.server.evaluation;

import static java.util.Objects.requireNonNull;

import io.freshet.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Fits contenders on what is before the split and ranks once for each user, as of the split. */
public final class FrozenSplit {
  private final EvaluationData data;
  private final Consumer<String> progress;

  /**
   * Of some data.
   *
   * @param progress told what begins, in words
   */
  public FrozenSplit(EvaluationData data, Consumer<String> progress) {
    this.data = requireNonNull(data, "data is null");
    this.progress = requireNonNull(progress, "progress is null");
  }

  /**
   * Judges contenders in their order.
   *
   * @param seeds how often a contender that depends on chance is fitted
   */
  public List<Judged> run(List<Contender> contenders, int seeds) {
    Snapshot snapshot = data.snapshots().get().at(data.splitAt());
    RankingTask warm = data.warm();
    RankingTask cold = data.cold();
    List<Judged> judged = new ArrayList<>();
    for (Contender contender : contenders) {
      List<Ranking> warmRankings = new ArrayList<>();
      List<Ranking> coldRankings = new ArrayList<>();
      for (long seed : LongStream.range(0, contender.dependsOnChance() ? seeds : 1).toArray()) {
        progress.accept(contender.name() + (contender.dependsOnChance() ? ", seed " + seed : ""));
        try (Scorer scorer = contender.fit(data.trainingSet(seed))) {
          warmRankings.add(warm.rank(scorer, snapshot));
          coldRankings.add(cold.rank(scorer, snapshot));
        }
      }
      judged.add(new Judged(contender.name(), warmRankings, coldRankings));
    }
    return judged;
  }
}
