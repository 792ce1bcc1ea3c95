package io.freshet.server.evaluation.baseline;

import io.freshet.server.evaluation.Contender;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TrainingSet;
import java.util.List;

/** The items most interacted with of late; how late is chosen on the validation slice. */
public final class RecentPopularity implements Contender {
  /** Half-lives to choose from, in days. */
  static final List<Double> HALF_LIVES_DAYS =
      List.of(1.0, 2.0, 3.0, 7.0, 14.0, 30.0, 60.0, 90.0, 365.0, Double.POSITIVE_INFINITY);

  @Override
  public String name() {
    return "recent popularity";
  }

  @Override
  public boolean dependsOnChance() {
    return false;
  }

  @Override
  public Scorer fit(TrainingSet set) {
    return new Popularity(name(), halfLifeDays(set)).scorer();
  }

  /** The half-life chosen, in days. */
  static double halfLifeDays(TrainingSet set) {
    return Choice.best(set, HALF_LIVES_DAYS, days -> new Popularity("any", days).scorer());
  }
}
