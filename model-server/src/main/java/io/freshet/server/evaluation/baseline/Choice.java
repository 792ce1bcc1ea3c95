package io.freshet.server.evaluation.baseline;

import io.freshet.server.evaluation.Metric;
import io.freshet.server.evaluation.RankingTask;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.snapshot.Snapshot;
import java.util.List;
import java.util.function.Function;

/** Chooses among settings by the hit rate on the validation slice. */
final class Choice {
  private Choice() {}

  /**
   * The setting of the highest hit rate; of equal ones, the first.
   *
   * @param scorers makes the scorer of a setting, which reads the snapshot of its query only
   */
  static <T> T best(TrainingSet set, List<T> settings, Function<T, Scorer> scorers) {
    RankingTask validation = set.validation();
    Snapshot snapshot = set.snapshots().get().at(validation.at());
    T best = settings.get(0);
    double highest = -1;
    for (T setting : settings) {
      try (Scorer scorer = scorers.apply(setting)) {
        double rate = validation.rank(scorer, snapshot).mean(Metric.HIT_RATE_10);
        if (rate > highest) {
          highest = rate;
          best = setting;
        }
      }
    }
    return best;
  }
}
