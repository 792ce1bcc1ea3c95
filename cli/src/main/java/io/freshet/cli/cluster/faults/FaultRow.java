package io.freshet.cli.cluster.faults;

import static java.util.Objects.requireNonNull;

/**
 * What one fault did.
 *
 * @param held_seconds how long it lasted before it was put right
 * @param recovered_seconds from its beginning until rounds closed again, with everything running
 * @param asked questions to the retrieval server until then
 * @param answered of those
 * @param longest_gap_seconds without an answer
 * @param most_lag_seconds of the answer that said it was the oldest
 * @param graph_distance largest L1 distance of a published neighborhood from that of all events
 * @param embedding_distance largest difference of a component from one pass over everything
 */
public record FaultRow(
    String fault,
    double held_seconds,
    double recovered_seconds,
    long asked,
    long answered,
    double longest_gap_seconds,
    double most_lag_seconds,
    double graph_distance,
    double embedding_distance) {
  /** Floats of shares are rounded. */
  private static final double GRAPH = 1e-4;

  /** Float error of a pass. */
  private static final double EMBEDDING = 1e-3;

  public FaultRow {
    requireNonNull(fault, "fault is null");
  }

  /** Whether nothing was lost and nothing counted twice. */
  public boolean isExact() {
    return graph_distance <= GRAPH && embedding_distance <= EMBEDDING;
  }

  String line() {
    return "| %s | %.0f s | %.1f s | %d of %d | %.1f s | %.1f s | %.1e | %.1e |"
        .formatted(
            fault,
            held_seconds,
            recovered_seconds,
            answered,
            asked,
            longest_gap_seconds,
            most_lag_seconds,
            graph_distance,
            embedding_distance);
  }
}
