package io.freshet.server.training.tower;

import io.freshet.server.evaluation.Metric;
import io.freshet.server.evaluation.Ranking;
import io.freshet.server.evaluation.RankingTask;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.model.Release;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.ItemTable;
import io.freshet.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One training from first weights to last.
 *
 * @param stage what it is for
 * @param events what it learns from
 * @param weights what it learns
 * @param searched epochs after which it ends and their validation figures; 0 epochs where it is to
 *     find them
 * @param validation measures parameters; where absent every epoch is better than the one before
 */
record TowerPass(
    TowerProgress.Stage stage,
    EventLog events,
    TowerWeights weights,
    int searched,
    ValidationFigures searchedFigures,
    Optional<Function<float[], ValidationFigures>> validation) {

  /** Finds the best epoch on the events before the validation slice. */
  static TowerPass search(
      TowerConfig config, String release, TrainingSet set, Optional<Release> network) {
    EventLog events = set.events().before(set.validation().at());
    TowerWeights weights = weights(config, set, events, network);
    ItemTable served = set.items().before(set.validation().at());
    // Taken after those of the blocks, which are older: a source may share one replay.
    List<Snapshot> slice = new ArrayList<>(1);
    return new TowerPass(
        TowerProgress.Stage.SEARCH,
        events,
        weights,
        0,
        ValidationFigures.NONE,
        Optional.of(
            parameters -> {
              try (TowerScorer scorer =
                  new TowerScorer(
                      weights.release(release, served, parameters),
                      served,
                      config.targets().weakBelow())) {
                if (slice.isEmpty()) {
                  slice.add(set.snapshots().get().at(set.validation().at()));
                }
                return figures(set.validation().rank(scorer, slice.get(0)));
              }
            }));
  }

  /** Trains on all events for as many epochs as were found best. */
  static TowerPass refit(
      TowerConfig config, TrainingSet set, TowerState searched, Optional<Release> network) {
    return new TowerPass(
        TowerProgress.Stage.REFIT,
        set.events(),
        weights(config, set, set.events(), network),
        searched.bestEpoch(),
        searched.bestFigures(),
        Optional.empty());
  }

  /** How well a scorer ranks for the users of the validation slice. */
  static ValidationFigures validate(Scorer scorer, TrainingSet set) {
    RankingTask task = set.validation();
    return figures(task.rank(scorer, set.snapshots().get().at(task.at())));
  }

  private static TowerWeights weights(
      TowerConfig config, TrainingSet set, EventLog events, Optional<Release> network) {
    return network
        .map(release -> new TowerWeights(config, set.items(), events, release))
        .orElseGet(() -> new TowerWeights(config, set.items(), events));
  }

  private static ValidationFigures figures(Ranking ranking) {
    return new ValidationFigures(
        ranking.mean(Metric.HIT_RATE_10), ranking.mean(Metric.MRR_100), ranking.rows());
  }
}
