package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.Neighbor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published top 64 of hubs with 100,000 neighbors, of which 256 are kept and the weights of
 * 1,024 more, against exact counting, over half a year of 400,000 updates.
 *
 * <p>Measured: all 64, but for the fastest drift, where a thousand neighbors pass through the first
 * rank within a dozen half-lives: 62 of 64.
 *
 * <p>Who is popular follows Zipf's law; interests drift when the ranks move: at the end, the
 * neighbor of rank r is the one that began at rank r + drift.
 */
final class HubOverlapTest {
  private static final int NEIGHBORS = 100_000;
  private static final int BUNDLES = 800;
  private static final int BUNDLE = 500;
  private static final long SPAN_MILLIS = Duration.ofDays(180).toMillis();

  @ParameterizedTest(name = "skew {0}, drift {1}, half-life of {2} days: at least {3}")
  @CsvSource({
    "1.2, 0, 365, 0.98",
    "1.0, 0, 365, 0.98",
    "0.8, 0, 365, 0.98",
    "1.0, 100, 365, 0.98",
    "1.0, 100, 14, 0.98",
    "1.0, 1000, 14, 0.95",
  })
  void topOfAHubIsThatOfExactCounting(double skew, int drift, int halfLifeDays, double floor) {
    Random random = new Random(20_261_129);
    Duration halfLife = Duration.ofDays(halfLifeDays);
    EdgeConfig config = config(halfLife);
    double[] cumulated = zipf(skew);
    Map<Integer, Double> exact = new HashMap<>();
    Neighborhood hub = new Neighborhood(Shown.of(config));
    for (int bundle = 0; bundle < BUNDLES; bundle++) {
      long at = SPAN_MILLIS * bundle / BUNDLES;
      double decayed = Math.pow(2, (at - SPAN_MILLIS) / (double) halfLife.toMillis());
      List<EdgeUpdate> updates = new ArrayList<>();
      for (int i = 0; i < BUNDLE; i++) {
        int neighbor = (rank(cumulated, random) + drift * bundle / BUNDLES) % NEIGHBORS;
        double weight = 0.25 + 0.75 * random.nextDouble();
        updates.add(new EdgeUpdate("hub", "track", "n" + neighbor, "track", weight, at, 1, at));
        exact.merge(neighbor, weight * decayed, Double::sum);
      }
      assertThat(Updates.add(hub, updates, config)).isTrue();
      hub.evict(config.candidates());
    }
    double overlap = overlap(hub, exact, config);
    assertThat(overlap).isGreaterThanOrEqualTo(floor);
  }

  private static EdgeConfig config(Duration halfLife) {
    return InteractionGraphConfig.from(Map.of("edge.half-life", halfLife.toDays() + "d")).edge();
  }

  private static double overlap(Neighborhood hub, Map<Integer, Double> exact, EdgeConfig config) {
    Set<String> published =
        hub.publish("hub", new Decays(config), 0, 1).getRelations().get(0).getNeighbors().stream()
            .map(Neighbor::getItemId)
            .collect(Collectors.toSet());
    return exact.entrySet().stream()
            .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder()))
            .limit(config.topK())
            .filter(entry -> published.contains("n" + entry.getKey()))
            .count()
        / (double) config.topK();
  }

  private static double[] zipf(double skew) {
    double[] cumulated = new double[NEIGHBORS];
    double sum = 0;
    for (int i = 0; i < NEIGHBORS; i++) {
      sum += Math.pow(i + 1, -skew);
      cumulated[i] = sum;
    }
    return cumulated;
  }

  private static int rank(double[] cumulated, Random random) {
    int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[NEIGHBORS - 1]);
    return found < 0 ? -found - 1 : found;
  }
}
