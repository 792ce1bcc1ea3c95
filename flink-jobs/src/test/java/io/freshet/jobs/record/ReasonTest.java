package io.freshet.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ReasonTest {
  /** Headers and metrics of running systems bear these words: none is ever renamed. */
  @Test
  void labelsAreAClosedSet() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::label))
        .containsExactlyInAnyOrder(
            "undecodable",
            "unknown_schema",
            "missing_id",
            "unit_suspect",
            "future",
            "too_old",
            "oversize",
            "duplicate",
            "capped",
            "bad_vector");
  }
}
