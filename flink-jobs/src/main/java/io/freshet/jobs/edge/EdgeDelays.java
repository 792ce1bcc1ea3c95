package io.freshet.jobs.edge;

import io.freshet.jobs.metric.DurationHistogram;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.schemas.ItemNeighborhood;
import java.time.Instant;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * How long after its ingest an event has reached the edges, and the published neighborhoods: the
 * first two stages of freshness. What is read as backlog says nothing about either.
 */
final class EdgeDelays {
  private final DurationHistogram toEdge;
  private final DurationHistogram toNeighborhood;

  EdgeDelays(MetricGroup operator) {
    toEdge = new DurationHistogram(operator, "event_to_edge");
    toNeighborhood = new DurationHistogram(operator, "event_to_neighborhood");
  }

  void applied(EdgeChanges changes, long nowMillis) {
    toEdge.observe(nowMillis - changes.ingestedAtMillis());
  }

  /** A neighborhood that no due change is behind is not counted. */
  void published(ItemNeighborhood record, long nowMillis) {
    @Nullable Instant oldest = record.getOldestPendingEventAt();
    if (oldest != null) {
      toNeighborhood.observe(nowMillis - oldest.toEpochMilli());
    }
  }
}
