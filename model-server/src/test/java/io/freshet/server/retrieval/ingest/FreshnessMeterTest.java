package io.freshet.server.retrieval.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FreshnessMeterTest {
  private final FreshnessMeter meter = new FreshnessMeter();

  @Test
  void hasNoQuantilesBeforeTheFirstSample() {
    assertThat(meter.summary()).isEqualTo(new Freshness(Double.NaN, Double.NaN, 0));
  }

  @Test
  void quantilesAreNearestRanks() {
    for (int millis = 100; millis >= 1; millis--) {
      meter.record(millis);
    }
    assertThat(meter.summary()).isEqualTo(new Freshness(50, 99, 100));
  }

  @Test
  void oldSamplesLeaveTheWindow() {
    meter.record(1_000_000);
    for (int sample = 0; sample < FreshnessMeter.WINDOW; sample++) {
      meter.record(5);
    }
    assertThat(meter.summary()).isEqualTo(new Freshness(5, 5, FreshnessMeter.WINDOW + 1));
  }

  @Test
  void clocksThatDisagreeCountAsZero() {
    meter.record(-3);
    assertThat(meter.summary().p50Millis()).isZero();
  }
}
