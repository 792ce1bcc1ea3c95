package io.freshet.server.evaluation.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.server.evaluation.EvaluationData;
import io.freshet.server.evaluation.Query;
import io.freshet.server.evaluation.Scorer;
import io.freshet.server.evaluation.TinyWorld;
import io.freshet.server.evaluation.TinyWorld.Event;
import io.freshet.server.evaluation.TrainingSet;
import io.freshet.server.snapshot.EventLog;
import io.freshet.server.snapshot.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Baselines beside a plain computation of their formulas. */
final class BaselinesTest {
  private static final int USERS = 12;
  private static final int ITEMS = 10;
  private static final long DAY_MILLIS = 86_400_000;

  private final List<Event> events = TinyWorld.tastes(USERS, ITEMS, 8, 2);
  private final EvaluationData data = TinyWorld.data(USERS, ITEMS, events);
  private final TrainingSet set = data.trainingSet(0);
  private final Snapshot snapshot = data.snapshots().get().at(data.splitAt());
  private final EventLog known = snapshot.events();

  @Test
  void popularityCountsEventsAndHalvesThemWithAge() {
    float[] scores = scores(new Popularity("two days", 2).fit(set), query(0));
    for (int item = 0; item < ITEMS; item++) {
      double expected = 0;
      for (int event = 0; event < known.size(); event++) {
        if (known.item(event) == item) {
          double days = (data.splitAt() - known.time(event)) / (double) DAY_MILLIS;
          expected += Math.pow(0.5, days / 2);
        }
      }
      assertThat(scores[item]).isCloseTo((float) Math.log(expected), within(1e-5f));
    }
  }

  @Test
  void itemNeighborsSumTheSimilaritiesOfTheHistory() {
    Query query = query(2, 7, 2, 4);
    float[] scores = scores(ItemNeighbors.scorer(new ItemNeighbors.Setting(0.9, 3)), query);
    for (int item = 0; item < ITEMS; item++) {
      // Newest first, each item once: 4, 2, 7.
      double expected =
          similarity(4, item) + 0.9 * similarity(2, item) + 0.81 * similarity(7, item);
      assertThat(scores[item]).isCloseTo((float) expected, within(1e-5f));
    }
  }

  private double similarity(int one, int other) {
    if (one == other) {
      return 0;
    }
    double both = 0;
    double ofOne = 0;
    double ofOther = 0;
    for (int user = 0; user < USERS; user++) {
      both += has(user, one) && has(user, other) ? 1 : 0;
      ofOne += has(user, one) ? 1 : 0;
      ofOther += has(user, other) ? 1 : 0;
    }
    return both / (Math.sqrt(ofOne * ofOther) + 3);
  }

  private boolean has(int user, int item) {
    for (int event = 0; event < known.size(); event++) {
      if (known.user(event) == user && known.item(event) == item) {
        return true;
      }
    }
    return false;
  }

  @Test
  void theHybridAddsTheLogarithmsOfBoth() {
    Query query = query(2, 7);
    float[] scores = scores(PopularNeighbors.scorer(7, 0.5), query);
    float[] popularity = scores(new Popularity("seven days", 7).fit(set), query);
    float[] neighbors = scores(ItemNeighbors.scorer(new ItemNeighbors.Setting(0.9, 10)), query);
    float mostPopular = popularity[0];
    float nearest = neighbors[0];
    for (int item = 0; item < ITEMS; item++) {
      mostPopular = Math.max(mostPopular, popularity[item]);
      nearest = Math.max(nearest, neighbors[item]);
    }
    for (int item = 0; item < ITEMS; item++) {
      double expected =
          Math.log(Math.exp(popularity[item] - mostPopular) + 0.01)
              + 0.5 * Math.log(neighbors[item] / nearest + 0.05);
      assertThat(scores[item]).isCloseTo((float) expected, within(1e-4f));
    }
  }

  /** EASE is the ridge regression of each column on the others. */
  @Test
  void easeIsTheRidgeRegressionOfEachItemOnTheOthers() {
    double lambda = 4;
    float[][] weights = new float[ITEMS][];
    for (int item = 0; item < ITEMS; item++) {
      weights[item] = scores(new Ease(lambda, ITEMS, 1).fit(set), query(item));
    }
    for (int target = 0; target < ITEMS; target++) {
      assertThat(weights[target][target]).isEqualTo(0);
      // The gradient of |x_t - X w|^2 + lambda |w|^2 is zero in each free weight.
      for (int item = 0; item < ITEMS; item++) {
        if (item != target) {
          double gradient = lambda * weights[item][target];
          for (int user = 0; user < USERS; user++) {
            gradient += has(user, item) ? residual(user, target, weights) : 0;
          }
          assertThat(gradient).isCloseTo(0, within(1e-4));
        }
      }
    }
  }

  private double residual(int user, int target, float[][] weights) {
    double predicted = 0;
    for (int item = 0; item < ITEMS; item++) {
      predicted += has(user, item) ? weights[item][target] : 0;
    }
    return predicted - (has(user, target) ? 1 : 0);
  }

  @Test
  void textNeighborsRankByTheProductWithTheMeanOfTheHistory() {
    float[][] vectors = {{1, 0}, {0, 1}, {0.6f, 0.8f}};
    Scorer scorer = TextNeighbors.scorer(new VectorTable(vectors), 0.5);
    float[] scores = new float[3];
    scorer.score(query(0, 1), scores);
    // The newest, item 1, in full and item 0 by half: (.5, 1).
    assertThat(scores).containsExactly(new float[] {0.5f, 1f, 1.1f}, within(1e-6f));
  }

  @Test
  void centredVectorsOfWhatWasSeenHaveNoMean() {
    float[][] centred = CentredText.of(data.items(), CentredText.mean(data.items(), known));
    for (float[] vector : centred) {
      double norm = 0;
      for (float value : vector) {
        norm += value * value;
      }
      assertThat(norm).isCloseTo(1, within(1e-5));
    }
    // The third component is the same for all: nothing is left of it.
    assertThat(centred[3][2]).isCloseTo(0, within(1e-6f));
  }

  private static float[] scores(Scorer scorer, Query query) {
    float[] scores = new float[ITEMS];
    scorer.score(query, scores);
    return scores;
  }

  private Query query(int... items) {
    return new Query(
        items, new long[items.length], new float[items.length], data.splitAt(), snapshot);
  }
}
