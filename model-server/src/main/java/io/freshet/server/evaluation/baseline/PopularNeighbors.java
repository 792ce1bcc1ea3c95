package io.freshet.server.evaluation.baseline;

import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recent popularity times item-kNN: {@code log(p / max p + .01) + beta log(k / max k + .05)}, where
 * p is decayed popularity and k the score of item-kNN. Half-life and beta are chosen on the
 * validation slice.
 */
public final class PopularNeighbors implements Contender {
  private static final List<Double> HALF_LIVES_DAYS = List.of(2.0, 3.0, 7.0, 14.0, 30.0, 90.0);
  private static final List<Double> BETAS = List.of(0.25, 0.5, 1.0, 2.0);
  private static final ItemNeighbors.Setting NEIGHBORS = new ItemNeighbors.Setting(0.9, 10);
  private static final double POPULARITY_FLOOR = 0.01;
  private static final double NEIGHBOR_FLOOR = 0.05;

  @Override
  public String name() {
    return "popularity x item-kNN";
  }

  @Override
  public boolean dependsOnChance() {
    return false;
  }

  @Override
  public Scorer fit(TrainingSet set) {
    List<Setting> settings = new ArrayList<>();
    for (double halfLifeDays : HALF_LIVES_DAYS) {
      for (double beta : BETAS) {
        settings.add(new Setting(halfLifeDays, beta));
      }
    }
    return new Blend(Choice.best(set, settings, Blend::new));
  }

  /** The scorer of a half-life in days and a weight of item-kNN. */
  static Scorer scorer(double halfLifeDays, double beta) {
    return new Blend(new Setting(halfLifeDays, beta));
  }

  private record Setting(double halfLifeDays, double beta) {}

  private static final class Blend implements Scorer {
    private final double beta;
    private final DecayedPopularity popularity;
    private final Scorer neighbors = ItemNeighbors.scorer(NEIGHBORS);
    private @Nullable Snapshot last;
    private double[] logs = {};

    Blend(Setting setting) {
      beta = setting.beta;
      popularity = new DecayedPopularity(setting.halfLifeDays);
    }

    @Override
    public void score(Query query, float[] scores) {
      neighbors.score(query, scores);
      double[] logPopularity = logPopularity(query.snapshot());
      double nearest = Double.MIN_NORMAL;
      for (float score : scores) {
        nearest = Math.max(nearest, score);
      }
      double logNone = beta * Math.log(NEIGHBOR_FLOOR);
      for (int item = 0; item < scores.length; item++) {
        double logNear =
            scores[item] == 0 ? logNone : beta * Math.log(scores[item] / nearest + NEIGHBOR_FLOOR);
        scores[item] = (float) (logPopularity[item] + logNear);
      }
    }

    private double[] logPopularity(Snapshot snapshot) {
      if (!snapshot.equals(last)) {
        double[] counts = popularity.of(snapshot);
        double most = Math.max(Double.MIN_NORMAL, Arrays.stream(counts).max().orElse(0));
        logs =
            Arrays.stream(counts).map(count -> Math.log(count / most + POPULARITY_FLOOR)).toArray();
        last = snapshot;
      }
      return logs;
    }

    @Override
    public void close() {
      neighbors.close();
    }
  }
}
