package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.embedding.GraphScript.Round;
import io.freshet.jobs.layer.LayerSimulation.HeldAggregate;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.NeighborShare;
import io.freshet.jobs.record.NeighborhoodUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** What is promised of every aggregate in every round, whatever is held back. */
@NullMarked
public final class AggregateBound {
  private static final double ROUNDING = 1e-5;

  private AggregateBound() {}

  /**
   * Checks that every aggregate is within the bound of the one that the layer below would give.
   *
   * @param simulation after it has run
   * @param bound delta
   * @return how many were checked
   */
  public static long check(
      LayerSimulation simulation, List<Round> story, double bound, String where) {
    Map<Long, Map<String, NeighborhoodUpdate>> graph = graph(story);
    long checked = 0;
    for (HeldAggregate held : simulation.aggregates()) {
      Map<String, float[]> below = asOf(simulation.outputs().get(held.layer() - 1), held.round());
      double[] wanted =
          mean(
              requireNonNull(requireNonNull(graph.get(held.round())).get(held.item())),
              held,
              below);
      assertThat(distance(held.mean(), wanted))
          .as("%s, bound %s, %s", where, bound, held)
          .isLessThanOrEqualTo(bound + ROUNDING);
      checked++;
    }
    return checked;
  }

  /** Round to the neighborhoods in force, by item. */
  private static Map<Long, Map<String, NeighborhoodUpdate>> graph(List<Round> story) {
    Map<Long, Map<String, NeighborhoodUpdate>> graph = new HashMap<>();
    Map<String, NeighborhoodUpdate> now = new HashMap<>();
    for (Round round : story) {
      for (NeighborhoodUpdate update : round.neighborhoods()) {
        NeighborhoodUpdate held = now.get(update.item());
        if (held == null || update.version() >= held.version()) {
          now.put(update.item(), update);
        }
      }
      graph.put(round.number(), new HashMap<>(now));
    }
    return graph;
  }

  private static Map<String, float[]> asOf(List<LayerEmbedding> outputs, long round) {
    Map<String, LayerEmbedding> newest = new HashMap<>();
    for (LayerEmbedding output : outputs) {
      if (output.round() <= round) {
        newest.merge(
            output.item(), output, (held, next) -> next.round() >= held.round() ? next : held);
      }
    }
    Map<String, float[]> vectors = new HashMap<>();
    newest.forEach(
        (item, output) -> {
          if (!output.removed()) {
            vectors.put(item, output.vector());
          }
        });
    return vectors;
  }

  private static double[] mean(
      NeighborhoodUpdate neighborhood, HeldAggregate held, Map<String, float[]> below) {
    double[] mean = new double[held.mean().length];
    for (NeighborShare neighbor : neighborhood.neighbors()) {
      float[] vector = below.get(neighbor.source());
      if (vector != null && neighbor.relationType().equals(held.relationType())) {
        int offset = vector.length - mean.length;
        for (int index = 0; index < mean.length; index++) {
          mean[index] += neighbor.share() * vector[offset + index];
        }
      }
    }
    return mean;
  }

  private static double distance(float[] first, double[] second) {
    double sum = 0;
    for (int index = 0; index < first.length; index++) {
      sum += (first[index] - second[index]) * (first[index] - second[index]);
    }
    return Math.sqrt(sum);
  }
}
