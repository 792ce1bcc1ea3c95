package io.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class InteractionGraphOperatorTest {
  @Test
  void uidsAreThoseOfEveryReleaseBefore() {
    assertThat(Arrays.stream(InteractionGraphOperator.values()).map(InteractionGraphOperator::uid))
        .containsExactlyInAnyOrder(
            "interaction-graph-read-listening-events",
            "interaction-graph-read-catalog-items",
            "interaction-graph-read-user-attributes",
            "interaction-graph-check-events",
            "interaction-graph-catalog-presence",
            "interaction-graph-find-erasures",
            "interaction-graph-pair-interactions",
            "interaction-graph-combine-edges",
            "interaction-graph-neighborhoods",
            "interaction-graph-item-statistics",
            "interaction-graph-write-neighborhoods",
            "interaction-graph-write-statistics",
            "interaction-graph-write-histories",
            "interaction-graph-write-dead-letters");
  }
}
