package io.freshet.jobs.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.OldestEvent;
import io.freshet.jobs.record.SubscriptionChange;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
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

  @Test
  void whatWaitedInAnEarlierReleaseIsTakenOver() throws Exception {
    OperatorSubtaskState snapshot;
    try (var earlier = harness(new EarlierScatter())) {
      earlier.setStateBackend(new EmbeddedRocksDBStateBackend());
      earlier.open();
      earlier.processElement1(Harnesses.below("source", "track", 8, 10), 0);
      earlier.processElement2(subscription("a", 10), 0);
      earlier.processElement2(subscription("b", 20), 0);
      snapshot = earlier.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.setStateBackend(new EmbeddedRocksDBStateBackend());
      harness.initializeState(snapshot);
      harness.open();
      harness.processElement2(subscription("c", 10), 0);
      harness.processBothWatermarks(new Watermark(10));
      Harnesses.runMails(harness);
      assertThat(targets(harness)).containsExactlyInAnyOrder("a", "c");
      snapshot = harness.snapshot(2, 2);
    }
    try (var harness = harness()) {
      harness.setStateBackend(new EmbeddedRocksDBStateBackend());
      harness.initializeState(snapshot);
      harness.open();
      harness.processBothWatermarks(new Watermark(20));
      Harnesses.runMails(harness);
      assertThat(targets(harness)).containsExactly("b");
    }
  }

  private static SubscriptionChange subscription(String target, long round) {
    return new SubscriptionChange("source", target, "track", 1, 1, round, OldestEvent.NONE);
  }

  private static List<String> targets(
      KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, AggregateChange> harness) {
    return harness.extractOutputValues().stream().map(AggregateChange::target).toList();
  }

  /** Puts aside as releases did that kept what waits at a source as one value. */
  private static final class EarlierScatter extends AbstractStreamOperator<AggregateChange>
      implements TwoInputStreamOperator<LayerEmbedding, SubscriptionChange, AggregateChange> {
    private static final long serialVersionUID = 1;

    private transient Messages messages = new Messages(2, 1, () -> {});
    private transient PendingSourceCodec codec = new PendingSourceCodec(messages);
    private transient ValueState<byte[]> values;

    @SuppressWarnings("NullAway.Init")
    EarlierScatter() {}

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      StateLayout.check(context, "scatter");
    }

    @Override
    public void open() throws Exception {
      super.open();
      messages = new Messages(2, 1, () -> {});
      codec = new PendingSourceCodec(messages);
      values =
          getKeyedStateStore()
              .getState(
                  new ValueStateDescriptor<>(
                      "pending-source", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement1(StreamRecord<LayerEmbedding> element) throws Exception {
      LayerEmbedding below = element.getValue();
      PendingSource pending = pending();
      pending.add(PendingSource.embedding(below.round(), below.removed(), below.vector(), 2));
      values.update(codec.encode(pending));
    }

    @Override
    public void processElement2(StreamRecord<SubscriptionChange> element) throws Exception {
      SubscriptionChange change = element.getValue();
      PendingSource pending = pending();
      pending.add(
          new PendingWeight(
              messages.named(change.target(), change.relationType()),
              change.weight(),
              change.version(),
              change.round(),
              change.oldestEventAt()));
      values.update(codec.encode(pending));
    }

    private PendingSource pending() throws Exception {
      byte[] bytes = values.value();
      return bytes == null ? new PendingSource() : codec.decode(bytes);
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, SubscriptionChange, AggregateChange>
      harness() throws Exception {
    ScatterOperator operator = new ScatterOperator(Harnesses.SLICES_OF_ONE);
    var created = harness(operator);
    Harnesses.connect(created, operator);
    return created;
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, LayerEmbedding, SubscriptionChange, AggregateChange>
      harness(TwoInputStreamOperator<LayerEmbedding, SubscriptionChange, AggregateChange> operator)
          throws Exception {
    var created =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            operator, LayerEmbedding::item, SubscriptionChange::source, Types.STRING);
    return created;
  }
}
