package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.Neighbor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published top K of items with many more neighbors than candidates, against exact counting.
 */
final class OverlapTest {
  private static final long SPAN_MILLIS = Duration.ofDays(180).toMillis();
  private static final double FLOOR = 0.98;

  private final EdgeConfig config = EdgeConfig.defaults();
  private final Decays decays = new Decays(config);
  private final NeighborhoodCodec codec = new NeighborhoodCodec(new ItemIds(), Shown.of(config));

  /** From the skew of popularity in catalogues, around 1, to flatter ones. */
  @ParameterizedTest
  @CsvSource({
    "600, 2000, 1.0, 0",
    "600, 60000, 0.8, 0.5",
    "600, 60000, 1.0, 0.5",
    "1500, 10000, 1.0, 0",
    "1500, 60000, 0.8, 0.5",
    "4000, 10000, 0.8, 0",
    "4000, 60000, 1.0, 0.5",
    "4000, 60000, 1.2, 0.5",
    "20000, 60000, 1.0, 0",
    "20000, 60000, 1.0, 0.5",
  })
  void topKBeyondTheCandidatesIsThatOfExactCounting(
      int neighbors, int updates, double skew, double risers) {
    int items = 4;
    double overlap = 0;
    for (int item = 0; item < items; item++) {
      Random random = new Random(20_260_731 + item);
      overlap += overlap(new Stream(neighbors, skew, risers, random), updates, random) / items;
    }
    assertThat(overlap).isGreaterThanOrEqualTo(FLOOR);
  }

  @Property(tries = 20)
  void anySkewedStreamKeepsItsTopK(@ForAll long seed) {
    Random random = new Random(seed);
    double overlap = 0;
    for (int item = 0; item < 3; item++) {
      double skew = 1 + random.nextDouble() / 2;
      Stream stream = new Stream(300 + random.nextInt(5_000), skew, random.nextDouble(), random);
      overlap += overlap(stream, 5_000 + random.nextInt(20_000), random) / 3;
    }
    assertThat(overlap).isGreaterThanOrEqualTo(FLOOR);
  }

  private double overlap(Stream stream, int updates, Random random) {
    Neighborhood item = new Neighborhood(Shown.of(config));
    Map<String, Double> exact = new HashMap<>();
    double halfLife = config.halfLife().toMillis();
    for (int i = 0; i < updates; i++) {
      double progress = i / (double) updates;
      String id = stream.next(progress, random);
      long at = (long) (SPAN_MILLIS * progress);
      double weight = (0.3 + 0.7 * random.nextDouble()) * Math.pow(2, -2 * random.nextDouble());
      assertThat(
              Updates.add(
                  item,
                  List.of(new EdgeUpdate("i", "track", id, "track", weight, at, 1, at)),
                  config))
          .isTrue();
      exact.merge(id, weight * Math.pow(2, (at - SPAN_MILLIS) / halfLife), Double::sum);
      if (random.nextInt(4) == 0) {
        item.evict(config.candidates());
      }
      if (random.nextInt(1_000) == 0) {
        item = codec.decode(codec.encode(item));
      }
    }
    return overlap(published(item), exact);
  }

  private double overlap(Set<String> published, Map<String, Double> exact) {
    List<String> heaviest =
        exact.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
            .limit(config.topK())
            .map(Map.Entry::getKey)
            .toList();
    return heaviest.stream().filter(published::contains).count() / (double) heaviest.size();
  }

  private Set<String> published(Neighborhood item) {
    return item.publish("i", decays, 0, 1).getRelations().get(0).getNeighbors().stream()
        .map(Neighbor::getItemId)
        .collect(Collectors.toSet());
  }

  /** Zipf-distributed neighbors, a share of which appears only in the course of the stream. */
  private static final class Stream {
    private final double[] cumulated;
    private final double[] bornAt;

    Stream(int neighbors, double skew, double risers, Random random) {
      cumulated = new double[neighbors];
      bornAt = new double[neighbors];
      double sum = 0;
      for (int i = 0; i < neighbors; i++) {
        sum += Math.pow(i + 1, -skew);
        cumulated[i] = sum;
        bornAt[i] = i > 0 && random.nextDouble() < risers ? 0.9 * random.nextDouble() : 0;
      }
    }

    String next(double progress, Random random) {
      int drawn;
      do {
        double at = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, at);
        drawn = found < 0 ? -found - 1 : found;
      } while (bornAt[drawn] > progress);
      return "neighbor-" + drawn;
    }
  }
}
