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
 * those of the panel that the seed puts first. Remembers which items of the panel there are, and
 * the newest round that ended here.
 *
 * <p>No round is drawn for twice. After a restore the sources end rounds again that have ended
 * before, and an unaligned checkpoint brings back watermarks that are under way further down. So a
 * receiver may close a round when the questions of before have arrived, and then get questions of
 * the same round once more, with part of their answers. The newest round is union state and every
 * subtask goes on from the greatest: at worst one draw is left out.
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
  private transient @Nullable ListState<Long> ended;
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
    ended =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("ended-round", Types.LONG));
    newest = 0;
    for (Long restored : ended.get()) {
      newest = Math.max(newest, restored);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    requireNonNull(audited, "audited is null")
        .update(isComplete ? List.of(audit.panelName()) : List.of());
    requireNonNull(ended, "ended is null").update(List.of(newest));
  }

  @Override
  public void open() throws Exception {
    super.open();
    present = getKeyedStateStore().getState(new ValueStateDescriptor<>(PRESENT, Types.BOOLEAN));
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
    if (isRound && isComplete && round > newest && audit.isDue(newest, round)) {
      drawn(round)
          .forEach(
              item -> output.collect(new StreamRecord<>(new AuditQuestion(item, item, round))));
    }
    newest = isRound ? Math.max(newest, round) : newest;
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
