package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AuditQuestion;
import io.freshet.jobs.record.LayerEmbedding;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Draws the items to be audited, keyed by item: with the first round that ends after an interval,
 * those of the panel that the seed puts first. Remembers which items of the panel there are. After
 * a restore it draws again at once; an audit is only ever one too many.
 *
 * <p>The branch knows what passed it. So a job restored from a savepoint that knew no audit or
 * another panel draws nothing: it would find differences that are none.
 */
final class AuditDrawOperator extends AbstractStreamOperator<AuditQuestion>
    implements OneInputStreamOperator<LayerEmbedding, AuditQuestion> {
  private static final long serialVersionUID = 1;
  private static final String PRESENT = "present";

  // -- configuration
  private final AuditSettings audit;

  // -- runtime
  private transient @Nullable ValueState<Boolean> present;
  private transient Set<String> panel = new HashSet<>();
  private transient long newest;
  private transient @Nullable ListState<String> audited;
  private transient boolean isComplete;

  AuditDrawOperator(AuditSettings audit) {
    this.audit = audit;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    audited =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("audited-panel", Types.STRING));
    isComplete = audit.isOn() && !context.isRestored();
    for (String panelSince : audited.get()) {
      isComplete |= panelSince.equals(audit.panelName());
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    requireNonNull(audited, "audited is null")
        .update(isComplete ? List.of(audit.panelName()) : List.of());
  }

  @Override
  public void open() throws Exception {
    super.open();
    present = getKeyedStateStore().getState(new ValueStateDescriptor<>(PRESENT, Types.BOOLEAN));
    newest = 0;
    panel = new HashSet<>();
    try (Stream<String> keys =
        this.<String>getKeyedStateBackend().getKeys(PRESENT, VoidNamespace.INSTANCE)) {
      keys.forEach(panel::add);
    }
  }

  @Override
  public void processElement(StreamRecord<LayerEmbedding> element) throws Exception {
    ValueState<Boolean> state = requireNonNull(present, "present is null");
    LayerEmbedding embedding = element.getValue();
    if (embedding.removed()) {
      state.clear();
      panel.remove(embedding.item());
    } else if (panel.add(embedding.item())) {
      state.update(true);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long round = mark.getTimestamp();
    boolean isRound = !mark.equals(Watermark.MAX_WATERMARK);
    if (isRound && isComplete && audit.isDue(newest, round)) {
      drawn(round)
          .forEach(
              item -> output.collect(new StreamRecord<>(new AuditQuestion(item, item, round))));
    }
    newest = round;
    super.processWatermark(mark);
  }

  private List<String> drawn(long round) {
    return panel.stream()
        .sorted(
            Comparator.comparingInt((String item) -> audit.place(item, round))
                .thenComparing(Comparator.naturalOrder()))
        .limit(audit.items())
        .toList();
  }
}
