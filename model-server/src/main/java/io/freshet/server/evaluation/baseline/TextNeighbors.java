package io.freshet.server.evaluation.baseline;

import io.freshet.server.evaluation.InductiveContender;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.snapshot.ItemTable;
import java.util.List;

/**
 * Text-kNN: cosine of an item's text vector to the mean of those of the history, newer ones
 * counting more. Vectors are centred first: the mean over the items seen in training is taken off,
 * since what all texts share says nothing.
 */
public final class TextNeighbors implements InductiveContender {
  private static final List<Double> FACTORS = List.of(0.8, 0.9, 1.0);

  @Override
  public String name() {
    return "text-kNN";
  }

  @Override
  public boolean dependsOnChance() {
    return false;
  }

  @Override
  public Scorer fit(TrainingSet set, ItemTable served) {
    double[] mean = CentredText.mean(set.items(), set.events());
    VectorTable vectors = new VectorTable(CentredText.of(set.items(), mean));
    double factor = Choice.best(set, FACTORS, each -> scorer(vectors, each));
    return scorer(new VectorTable(CentredText.of(served, mean)), factor);
  }

  /** The scorer of a factor per step back in the history. */
  static Scorer scorer(VectorTable vectors, double factor) {
    HistoryWeights weights = new HistoryWeights(factor);
    return (query, scores) -> vectors.products(vectors.mean(weights, query), scores);
  }
}
