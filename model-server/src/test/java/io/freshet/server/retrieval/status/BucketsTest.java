package io.freshet.server.retrieval.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class BucketsTest {
  private final Samples samples =
      PrometheusText.parse(
          """
          h_bucket{endpoint="a",le="0.1"} 10
          h_bucket{endpoint="a",le="1.0"} 90
          h_bucket{endpoint="a",le="+Inf"} 100
          h_bucket{endpoint="b",le="0.1"} 10
          h_bucket{endpoint="b",le="1.0"} 10
          h_bucket{endpoint="b",le="+Inf"} 10
          """,
          name -> true);

  @Test
  void seriesAreAddedUpAndValuesBetweenBoundsDoNotCount() {
    Buckets all = Buckets.of(samples, "h", sample -> true);
    assertThat(all.total()).isEqualTo(110);
    assertThat(all.upTo(.1)).isEqualTo(20);
    assertThat(all.upTo(.9)).isEqualTo(20);
    assertThat(all.upTo(1)).isEqualTo(100);
    assertThat(Buckets.of(samples, "none", sample -> true).isEmpty()).isTrue();
  }

  @Test
  void quantilesLieInTheirBucket() {
    Buckets a = Buckets.of(samples, "h", sample -> sample.label("endpoint").equals("a"));
    assertThat(Buckets.quantile(.5, a.bounds(), a.counts())).isCloseTo(.55, within(1e-9));
    assertThat(Buckets.quantile(.99, a.bounds(), a.counts())).isEqualTo(1);
    assertThat(Buckets.quantile(.5, a.bounds(), new double[3])).isNaN();
  }
}
