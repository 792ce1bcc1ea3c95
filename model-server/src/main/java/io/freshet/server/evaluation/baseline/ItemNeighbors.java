package io.freshet.server.evaluation.baseline;

import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Item-kNN with recency: an item scores the sum of its similarities to the items of the history,
 * newer ones counting more. How much more, and how little a similarity of few users counts, is
 * chosen on the validation slice.
 *
 * <p>Sarwar et al., Item-based collaborative filtering recommendation algorithms, WWW 2001.
 */
public final class ItemNeighbors implements Contender {
  private static final List<Double> FACTORS = List.of(0.8, 0.9, 1.0);
  private static final List<Double> SHRINKAGES = List.of(0.0, 10.0, 50.0);

  @Override
  public String name() {
    return "item-kNN";
  }

  @Override
  public boolean dependsOnChance() {
    return false;
  }

  @Override
  public Scorer fit(TrainingSet set) {
    List<Setting> settings = new ArrayList<>();
    for (double factor : FACTORS) {
      SHRINKAGES.forEach(shrinkage -> settings.add(new Setting(factor, shrinkage)));
    }
    Setting chosen = Choice.best(set, settings, ItemNeighbors::scorer);
    return scorer(chosen);
  }

  /**
   * What can be chosen.
   *
   * @param factor per step back in the history
   * @param shrinkage of similarities
   */
  record Setting(double factor, double shrinkage) {}

  static Scorer scorer(Setting setting) {
    HistoryWeights weights = new HistoryWeights(setting.factor);
    Cooccurrences similarities = new Cooccurrences(setting.shrinkage);
    return (query, scores) -> score(weights, similarities, query, scores);
  }

  private static void score(
      HistoryWeights weights, Cooccurrences similarities, Query query, float[] scores) {
    Arrays.fill(scores, 0);
    weights.forEach(
        query,
        (item, weight) -> {
          Cooccurrences.Row row = similarities.row(query.snapshot(), item);
          for (int k = 0; k < row.items().length; k++) {
            scores[row.items()[k]] += (float) (weight * row.similarities()[k]);
          }
        });
  }
}
