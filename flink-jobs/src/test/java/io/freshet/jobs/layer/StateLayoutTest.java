package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.SubscriptionChange;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness closes with any exception, interruption too
final class StateLayoutTest {
  @Test
  void snapshotOfBeforeTheLayoutIsRefusedWithWhatToDo() throws Exception {
    try (var harness = harness()) {
      // As Flink restores an operator of which the savepoint has nothing under the names it asks
      // for.
      assertThatThrownBy(() -> harness.initializeState(OperatorSubtaskState.builder().build()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Cannot restore scatter")
          .hasMessageContaining("Start the job without a savepoint");
    }
  }

  @Test
  void snapshotOfThisLayoutIsRestored() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = harness()) {
      harness.open();
      harness.processElement1(Harnesses.below("source", "track", 8, 10), 0);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.initializeState(snapshot);
      harness.open();
      assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, SubscriptionChange, AggregateChange>
      harness() throws Exception {
    ScatterOperator operator = new ScatterOperator(Harnesses.SLICES_OF_ONE);
    var created =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            operator, LayerEmbedding::item, SubscriptionChange::source, Types.STRING);
    Harnesses.connect(created, operator);
    return created;
  }
}
