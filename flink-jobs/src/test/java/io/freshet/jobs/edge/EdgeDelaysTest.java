package io.freshet.jobs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.RecordedMetrics;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.jobs.record.EdgeUpdate;
import io.freshet.schemas.ItemNeighborhood;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EdgeDelaysTest {
  private static final long NOW = 1_800_000_000_000L;

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final EdgeDelays delays = new EdgeDelays(recorded);

  @Test
  void edgesAreCountedFromTheIngestOfTheOldestEventBehindThem() {
    EdgeSums sums = new EdgeSums(NeighborhoodOperatorTest.config(0, 1));
    sums.add(new EdgeUpdate("a", "track", "b", "track", 1, NOW, 1, NOW - 300));
    sums.add(new EdgeUpdate("a", "track", "c", "track", 1, NOW, 1, NOW - 100));
    sums.drain(this::applied);

    assertThat(recorded.gauge("event_to_edge_seconds_count")).isEqualTo(1L);
    assertThat(recorded.gauge("event_to_edge_seconds_sum")).isEqualTo(.3);
  }

  @Test
  void neighborhoodsAreCountedFromTheirOldestDueChangeAndNotAtAllWithoutOne() {
    delays.published(neighborhood(Instant.ofEpochMilli(NOW - 1_500)), NOW);
    delays.published(neighborhood(null), NOW);

    assertThat(recorded.gauge("event_to_neighborhood_seconds_count")).isEqualTo(1L);
    assertThat(recorded.gauge("event_to_neighborhood_seconds_sum")).isEqualTo(1.5);
  }

  private void applied(EdgeChanges changes) {
    delays.applied(changes, NOW);
  }

  private static ItemNeighborhood neighborhood(@Nullable Instant oldestPendingEventAt) {
    return new ItemNeighborhood(
        "a", "track", 1L, Instant.ofEpochMilli(NOW), oldestPendingEventAt, List.of());
  }
}
