package io.freshet.jobs.publish;

import io.freshet.jobs.metric.DurationHistogram;
import io.freshet.jobs.metric.JobMetrics;
import io.freshet.schemas.EmbeddingRound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What closed rounds cost and how far behind they are. Counters add up over rounds; those of a
 * layer have the label {@code layer}. The histogram {@code round_close_seconds} says how long after
 * its end a live round was closed. Gauges speak of the newest round that was closed:
 *
 * <ul>
 *   <li>{@code round_length_seconds}: from the end of the round before to its own end. Longer than
 *       configured when rounds were left out under back-pressure; 0 before two live rounds.
 *   <li>{@code round_lag_seconds}: now minus its end; 0 before the first live round.
 *   <li>{@code embeddings_per_input}, {@code embeddings_per_neighborhood}: amplification. Items
 *       embedded in the layers above 0, per input record and per changed neighborhood, in the
 *       newest round that had any.
 *   <li>{@code threshold_in_force}, one for each {@code threshold}: delta, gamma and theta.
 * </ul>
 *
 * How many events are behind a changed neighborhood only the interaction graph job knows: its
 * {@code neighborhoods_published_total} over the events it read, times {@code
 * embeddings_per_neighborhood}, is embeddings per event.
 */
final class RoundMetrics {
  private static final long BACKLOG = 0;

  private final Counter rounds;
  private final Counter inputs;
  private final Counter neighborhoods;
  private final Counter published;
  private final Counter failed;
  private final List<Counter> affected = new ArrayList<>();
  private final List<Counter> differences = new ArrayList<>();
  private final List<Counter> messages = new ArrayList<>();
  private final DurationHistogram closing;

  // Read by the threads of metric reporters.
  private volatile long newest = BACKLOG;
  private volatile long lengthMillis;
  private volatile Map<String, Double> thresholds = Map.of();
  private volatile double perInput;
  private volatile double perNeighborhood;

  /**
   * Metrics in a group.
   *
   * @param layers layers above layer 0
   * @param clock now, epoch milliseconds
   */
  RoundMetrics(MetricGroup operator, int layers, LongSupplier clock) {
    MetricGroup group = JobMetrics.of(operator);
    rounds = group.counter("rounds_closed_total");
    inputs = group.counter("round_inputs_total");
    neighborhoods = group.counter("neighborhoods_changed_total");
    published = group.counter("embeddings_published_total");
    failed = group.counter("embeddings_failed_total");
    for (int layer = 0; layer <= layers; layer++) {
      MetricGroup labelled = JobMetrics.of(operator, "layer", Integer.toString(layer));
      affected.add(labelled.counter("items_affected_total"));
      if (layer > 0) {
        differences.add(labelled.counter("embedding_differences_total"));
        messages.add(labelled.counter("embedding_messages_total"));
      }
    }
    for (String threshold : List.of("delta", "gamma", "theta")) {
      JobMetrics.of(operator, "threshold", threshold)
          .gauge(
              "threshold_in_force",
              (Gauge<Double>) () -> thresholds.getOrDefault(threshold, Double.NaN));
    }
    closing = new DurationHistogram(operator, "round_close");
    group.gauge("round_length_seconds", (Gauge<Double>) () -> lengthMillis / 1e3);
    group.gauge(
        "round_lag_seconds",
        (Gauge<Double>) () -> newest == BACKLOG ? 0 : (clock.getAsLong() - newest) / 1e3);
    group.gauge("embeddings_per_input", (Gauge<Double>) () -> perInput);
    group.gauge("embeddings_per_neighborhood", (Gauge<Double>) () -> perNeighborhood);
  }

  /** A round was closed; rounds come in their order. */
  void closed(ClosedRound closed) {
    EmbeddingRound manifest = closed.manifest();
    rounds.inc();
    inputs.inc(manifest.getInputs());
    neighborhoods.inc(closed.neighborhoods());
    published.inc(manifest.getPublished());
    failed.inc(manifest.getFailed());
    add(affected, manifest.getAffected());
    add(differences, closed.differences());
    add(messages, manifest.getMessages());
    lengthMillis = newest == BACKLOG ? 0 : manifest.getRound() - newest;
    newest = manifest.getRound();
    thresholds = Map.copyOf(manifest.getThresholds());
    if (newest != BACKLOG) {
      closing.observe(manifest.getClosedAt().toEpochMilli() - newest);
    }
    amplify(closed);
  }

  private void amplify(ClosedRound closed) {
    List<Long> embedded = closed.manifest().getAffected();
    double above = embedded.stream().skip(1).mapToLong(Long::longValue).sum();
    long read = closed.manifest().getInputs();
    perInput = read > 0 ? above / read : perInput;
    perNeighborhood = closed.neighborhoods() > 0 ? above / closed.neighborhoods() : perNeighborhood;
  }

  private static void add(List<Counter> counters, List<Long> amounts) {
    for (int index = 0; index < counters.size(); index++) {
      counters.get(index).inc(amounts.get(index));
    }
  }
}
