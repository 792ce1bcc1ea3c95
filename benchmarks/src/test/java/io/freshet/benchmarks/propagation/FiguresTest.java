package io.freshet.benchmarks.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.schemas.EmbeddingRound;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FiguresTest {
  @Test
  void errorsAreThoseOfPublishedItemsAlone() {
    float[][] published = {{1, 0}, {0, 2}, {}};
    float[][] exact = {{1, 0}, {2, 0}, {5, 5}};

    Errors errors = Errors.between(published, exact);

    assertThat(errors.items()).isEqualTo(2);
    assertThat(errors.cosine().max()).isCloseTo(1, within(1e-9));
    assertThat(errors.cosine().mean()).isCloseTo(.5, within(1e-9));
    assertThat(errors.distance().max()).isCloseTo(Math.sqrt(8), within(1e-9));
  }

  @Test
  void roundsThatWereLeftOutMakeARoundLate() {
    Round next = Round.after(manifest(10_000, 10_300), manifest(11_000, 11_400), 1_000);
    Round skipping = Round.after(manifest(10_000, 10_300), manifest(13_000, 13_400), 1_000);

    assertThat(next.lateMillis()).isEqualTo(400);
    assertThat(next.lengthMillis()).isEqualTo(1_000);
    assertThat(skipping.lateMillis()).isEqualTo(2_400);
    assertThat(skipping.lengthMillis()).isEqualTo(3_000);
    assertThat(skipping.embedded()).isEqualTo(7);
  }

  @Test
  void onlyModelsOfTheGraphNetworkCount() {
    Inference inference =
        Inference.of(
            """
            freshet_inference_compute_seconds_sum{model="hgnn-layer-1"} 1.5
            freshet_inference_compute_seconds_sum{model="hgnn-encode"} 0.25
            freshet_inference_compute_seconds_sum{model="text-encoder"} 9.0
            freshet_inference_rows_total{model="hgnn-layer-1"} 512.0
            freshet_inference_batches_total{model="hgnn-layer-1"} 2.0
            """);

    assertThat(inference).isEqualTo(new Inference(1.75, 512, 2));
  }

  private static EmbeddingRound manifest(long round, long closedAt) {
    return new EmbeddingRound(
        "r",
        round,
        Instant.ofEpochMilli(closedAt),
        Map.of(),
        0L,
        List.of(3L, 5L, 2L),
        List.of(1L, 1L),
        0L,
        0L,
        Map.of());
  }
}
