package io.freshet.jobs.embedding;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.embedding.FullPass.Embedded;
import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LayerEmbedding.Condition;
import io.freshet.jobs.record.NeighborhoodUpdate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A seeded story together with the model it is embedded with; travels to sources by its numbers.
 *
 * @param seed seed of the graph and of the weights
 * @param items items of the graph
 * @param rounds rounds of the story
 * @param layers layers above layer 0
 * @param badShare share of type draws that give a type which some layer cannot embed
 * @param plot what happens
 */
public record Story(long seed, int items, int rounds, int layers, double badShare, Plot plot)
    implements Serializable {
  /** What happens in a story. */
  public enum Plot {
    /** Everything that can: {@link GraphScript}. */
    UPHEAVAL,
    /** What happens most of the time: {@link DriftScript}. */
    DRIFT
  }

  /** Components of one layer's embedding. */
  public static final int DIMENSIONS = 4;

  private static final double TOLERANCE = 1e-5;
  private static final int DEGREE = 6;
  private static final double EPSILON = .05;

  /** A story in which everything happens. */
  public Story(long seed, int items, int rounds, int layers, double badShare) {
    this(seed, items, rounds, layers, badShare, Plot.UPHEAVAL);
  }

  public List<Round> script() {
    return switch (plot) {
      case UPHEAVAL -> GraphScript.rounds(seed, items, rounds, items, badShare);
      case DRIFT -> DriftScript.rounds(seed, items, DEGREE, EPSILON, rounds);
    };
  }

  public List<List<FeatureUpdate>> features(int partitions) {
    return partitioned(partitions, Round::features, FeatureUpdate::item);
  }

  public List<List<NeighborhoodUpdate>> neighborhoods(int partitions) {
    return partitioned(partitions, Round::neighborhoods, NeighborhoodUpdate::item);
  }

  /** Last round of the story. */
  public long lastRound() {
    return rounds - 1L;
  }

  /**
   * Checks that what was published as of every round equals a full pass over the inputs as of it,
   * and that no item was published twice in a round.
   *
   * @param published changes in order of arrival
   */
  public void assertExact(List<LayerEmbedding> published) {
    assertThat(published)
        .extracting(embedding -> embedding.round() + " " + embedding.item())
        .doesNotHaveDuplicates();
    SeededModel model = new SeededModel(seed, DIMENSIONS);
    FullPass oracle = new FullPass(model, layers);
    for (Round round : script()) {
      round.features().forEach(oracle::apply);
      round.neighborhoods().forEach(oracle::apply);
      assertEqual(
          "seed %d, round %d".formatted(seed, round.number()),
          asOf(round.number(), published),
          oracle.embeddings());
    }
  }

  /**
   * Round to item to the distance of what is published from a full pass.
   *
   * @param published changes in order of arrival
   */
  public Map<Long, Map<String, Double>> distances(List<LayerEmbedding> published) {
    FullPass oracle = new FullPass(new SeededModel(seed, DIMENSIONS), layers);
    Map<Long, Map<String, Double>> distances = new HashMap<>();
    for (Round round : script()) {
      round.features().forEach(oracle::apply);
      round.neighborhoods().forEach(oracle::apply);
      Map<String, LayerEmbedding> shown = asOf(round.number(), published);
      Map<String, Double> ofRound = new HashMap<>();
      oracle
          .embeddings()
          .forEach(
              (item, embedded) -> {
                double length = Math.sqrt(layers + 1.);
                ofRound.put(
                    item,
                    distance(requireNonNull(shown.get(item)).vector(), embedded.vector()) * length);
              });
      distances.put(round.number(), ofRound);
    }
    return distances;
  }

  /** Checks what is published against a full pass. */
  public static void assertEqual(
      String where, Map<String, LayerEmbedding> actual, Map<String, Embedded> expected) {
    assertThat(actual.keySet()).as(where).isEqualTo(expected.keySet());
    expected.forEach(
        (item, embedded) -> {
          LayerEmbedding published = actual.get(item);
          if (published == null) {
            throw new AssertionError("%s, item %s is missing".formatted(where, item));
          }
          assertThat(distance(published.vector(), embedded.vector()))
              .as("%s, item %s", where, item)
              .isLessThan(TOLERANCE);
          assertThat(published.type()).as(where).isEqualTo(embedded.type());
          assertThat(published.condition() == Condition.STALE)
              .as(where)
              .isEqualTo(embedded.stale());
        });
  }

  /** What is published as of a round. */
  public static Map<String, LayerEmbedding> asOf(long round, List<LayerEmbedding> published) {
    Map<String, LayerEmbedding> newest = new TreeMap<>();
    for (LayerEmbedding embedding : published) {
      if (embedding.round() <= round) {
        newest.merge(
            embedding.item(),
            embedding,
            (before, next) -> next.round() >= before.round() ? next : before);
      }
    }
    newest.values().removeIf(LayerEmbedding::removed);
    return newest;
  }

  /** Distance relative to the length of what is expected. */
  public static double distance(float[] actual, double[] expected) {
    if (actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    double norm = 0;
    for (int index = 0; index < actual.length; index++) {
      double difference = actual[index] - expected[index];
      sum += difference * difference;
      norm += expected[index] * expected[index];
    }
    return Math.sqrt(sum / norm);
  }

  private <T> List<List<T>> partitioned(
      int partitions, Function<Round, List<T>> part, Function<T, String> item) {
    Map<Integer, List<T>> byPartition = new HashMap<>();
    for (Round round : script()) {
      for (T update : part.apply(round)) {
        byPartition
            .computeIfAbsent(
                Math.floorMod(item.apply(update).hashCode() * 31, partitions),
                absent -> new ArrayList<>())
            .add(update);
      }
    }
    List<List<T>> all = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      all.add(byPartition.getOrDefault(partition, List.of()));
    }
    return all;
  }
}
