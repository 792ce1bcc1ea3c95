package io.freshet.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.RecordedMetrics;
import io.freshet.schemas.EmbeddingRound;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RoundMetricsTest {
  private final AtomicLong now = new AtomicLong(1_000);
  private final RecordedMetrics recorded = new RecordedMetrics();
  private final RoundMetrics metrics = new RoundMetrics(recorded, 2, now::get);

  @Test
  void lengthAndLagAreThoseOfTheNewestLiveRound() {
    metrics.closed(round(0, 100, 50, List.of(9L, 9L, 9L)));
    assertThat(recorded.gauge("round_lag_seconds")).as("the backlog").isEqualTo(0.);
    metrics.closed(round(970, 1, 1, List.of(0L, 1L, 1L)));
    assertThat(recorded.gauge("round_length_seconds")).as("one live round").isEqualTo(0.);
    metrics.closed(round(990, 1, 1, List.of(0L, 1L, 1L)));
    now.set(1_005);

    assertThat(recorded.gauge("round_length_seconds")).isEqualTo(.02);
    assertThat(recorded.gauge("round_lag_seconds")).isEqualTo(.015);
    assertThat(recorded.count("rounds_closed_total")).isEqualTo(3);
  }

  @Test
  void amplificationIsThatOfTheNewestRoundWithInputs() {
    metrics.closed(round(10, 4, 3, List.of(1L, 5L, 7L)));
    metrics.closed(round(20, 0, 0, List.of(0L, 0L, 2L)));

    assertThat(recorded.gauge("embeddings_per_input")).isEqualTo(3.);
    assertThat(recorded.gauge("embeddings_per_neighborhood")).isEqualTo(4.);
  }

  @Test
  void countsAddUpOverRoundsPerLayer() {
    metrics.closed(round(10, 4, 3, List.of(1L, 5L, 7L)));
    metrics.closed(round(20, 6, 2, List.of(2L, 0L, 1L)));

    assertThat(recorded.count("round_inputs_total")).isEqualTo(10);
    assertThat(recorded.count("neighborhoods_changed_total")).isEqualTo(5);
    assertThat(recorded.count("embeddings_published_total")).isEqualTo(12);
    assertThat(recorded.count("embeddings_failed_total")).isEqualTo(2);
    assertThat(recorded.count("layer=0/items_affected_total")).isEqualTo(3);
    assertThat(recorded.count("layer=2/items_affected_total")).isEqualTo(8);
    assertThat(recorded.count("layer=1/embedding_messages_total")).isEqualTo(40);
    assertThat(recorded.count("layer=2/embedding_differences_total")).isEqualTo(160);
  }

  @Test
  void liveRoundsAreCountedByHowLongTheyTookToCloseAndTellTheirThresholds() {
    assertThat(recorded.gauge("threshold=delta/threshold_in_force")).isEqualTo(Double.NaN);
    metrics.closed(round(0, 100, 50, List.of(9L, 9L, 9L)));
    metrics.closed(round(970, 1, 1, List.of(0L, 1L, 1L)));

    assertThat(recorded.gauge("round_close_seconds_count")).isEqualTo(1L);
    assertThat(recorded.gauge("round_close_seconds_sum")).isEqualTo(.12);
    assertThat(recorded.gauge("threshold=delta/threshold_in_force")).isEqualTo(.02);
    assertThat(recorded.gauge("threshold=theta/threshold_in_force")).isEqualTo(.01);
  }

  private static ClosedRound round(
      long round, long inputs, long neighborhoods, List<Long> embedded) {
    return new ClosedRound(
        new EmbeddingRound(
            "r1",
            round,
            Instant.ofEpochMilli(round + 120),
            Map.of(),
            inputs,
            embedded,
            List.of(20L, 30L),
            6L,
            1L,
            Map.of("delta", .02, "gamma", .05, "theta", .01)),
        List.of(70L, 80L),
        neighborhoods);
  }
}
