package io.freshet.server.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ProbePlanTest {
  @Test
  void goesThroughWhatWasMeasuredAndEndsAtAllLists() {
    ProbePlan plan = new ProbePlan(50, 120);
    assertThat(plan.needed(1, 900, 50_000)).isEqualTo(50);
    assertThat(plan.needed(10, 900, 50_000)).isEqualTo(50);
    assertThat(plan.needed(100, 900, 50_000)).isCloseTo(120, within(1e-9));
    assertThat(plan.needed(49_999, 900, 50_000)).isCloseTo(900, within(.1));
    assertThat(plan.needed(60_000, 900, 50_000)).isEqualTo(900);
  }

  @Test
  void neverFallsWithDepth() {
    ProbePlan plan = ProbePlan.of(64);
    double last = 0;
    for (int depth = 1; depth < 3000; depth += 7) {
      double needed = plan.needed(depth, 200, 2000);
      assertThat(needed).isBetween(last, 200d);
      last = needed;
    }
  }

  @Test
  void impossiblePlansAreRefused() {
    assertThatThrownBy(() -> new ProbePlan(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ProbePlan(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
