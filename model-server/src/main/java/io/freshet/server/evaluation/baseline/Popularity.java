package io.freshet.server.evaluation.baseline;

import static java.util.Objects.requireNonNull;

import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;

/**
 * The items most interacted with, the same for everybody; with a half-life, those most interacted
 * with of late.
 *
 * @param name name in tables
 * @param halfLifeDays half-life of an event in days; infinite for all time
 */
public record Popularity(String name, double halfLifeDays) implements Contender {
  public Popularity {
    requireNonNull(name, "name is null");
    if (!(halfLifeDays > 0)) {
      throw new IllegalArgumentException(
          "Cannot rank by popularity: the half-life must be positive (%s)".formatted(halfLifeDays));
    }
  }

  /** Popularity over all time. */
  public static Popularity allTime() {
    return new Popularity("popularity", Double.POSITIVE_INFINITY);
  }

  @Override
  public boolean dependsOnChance() {
    return false;
  }

  @Override
  public Scorer fit(TrainingSet set) {
    return scorer();
  }

  Scorer scorer() {
    DecayedPopularity popularity = new DecayedPopularity(halfLifeDays);
    return (query, scores) -> score(popularity.of(query.snapshot()), scores);
  }

  /** Logarithms, or short half-lives would leave the range of floats and make ties. */
  private static void score(double[] counts, float[] scores) {
    for (int item = 0; item < scores.length; item++) {
      scores[item] = counts[item] == 0 ? -Float.MAX_VALUE : (float) Math.log(counts[item]);
    }
  }
}
