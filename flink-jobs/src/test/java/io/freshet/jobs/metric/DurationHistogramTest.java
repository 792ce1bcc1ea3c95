package io.freshet.jobs.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.RecordedMetrics;
import org.junit.jupiter.api.Test;

final class DurationHistogramTest {
  private final RecordedMetrics recorded = new RecordedMetrics();
  private final DurationHistogram histogram = new DurationHistogram(recorded, "wait");

  @Test
  void bucketsAreCumulativeAndIncludeTheirUpperBound() {
    histogram.observe(100);
    histogram.observe(101);
    histogram.observe(4_000_000);

    assertThat(recorded.gauge("le=0.05/wait_seconds_bucket")).isEqualTo(0L);
    assertThat(recorded.gauge("le=0.1/wait_seconds_bucket")).isEqualTo(1L);
    assertThat(recorded.gauge("le=0.25/wait_seconds_bucket")).isEqualTo(2L);
    assertThat(recorded.gauge("le=3600.0/wait_seconds_bucket")).isEqualTo(2L);
    assertThat(recorded.gauge("le=+Inf/wait_seconds_bucket")).isEqualTo(3L);
    assertThat(recorded.gauge("wait_seconds_count")).isEqualTo(3L);
    assertThat(recorded.gauge("wait_seconds_sum")).isEqualTo(4_000.201);
  }

  @Test
  void whatAClockThatJumpedBackMakesNegativeTookNoTime() {
    histogram.observe(-7);

    assertThat(recorded.gauge("le=0.05/wait_seconds_bucket")).isEqualTo(1L);
    assertThat(recorded.gauge("wait_seconds_sum")).isEqualTo(0.);
  }
}
