package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LevelMarker;
import io.freshet.jobs.record.RoundFragment.Count;
import io.freshet.jobs.record.SubscriptionChange;
import io.freshet.jobs.state.CachedKey;
import io.freshet.jobs.state.PartedState;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * The start of a layer, keyed by source: its embedding of the layer below and its subscribers to
 * differences of their aggregates, added up on the subtask. The plumbing of {@link ScatterNode} and
 * {@link Messages}. What was added up leaves when there is enough of it, before the round ends, and
 * before every checkpoint barrier.
 */
final class ScatterOperator extends RoundOperator<AggregateChange>
    implements TwoInputStreamOperator<LayerEmbedding, SubscriptionChange, AggregateChange> {
  private static final long serialVersionUID = 1;
  private static final String PENDING = "pending-source-parts";

  /** Where an earlier release kept each as one value. */
  private static final String PENDING_VALUES = "pending-source";

  // -- configuration
  private final LayerSettings settings;

  // -- runtime
  private transient RoundThresholds thresholds;
  private transient Messages messages;
  private transient long messagesRound;
  private transient boolean isRestored;
  private transient @Nullable ScatterNode node;

  ScatterOperator(LayerSettings settings) {
    super(settings.batch(), settings.cacheEntries());
    this.settings = settings;
    this.thresholds = new RoundThresholds(settings.thresholds());
    this.messages = newMessages();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    StateLayout.check(context, "scatter");
    isRestored = context.isRestored();
    thresholds = new RoundThresholds(settings.thresholds());
    thresholds.initializeState(context);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    thresholds.snapshotState();
  }

  /** A marker is for the subtask, whichever keys it has. */
  @Override
  @SuppressWarnings("rawtypes") // as Flink declares it
  public void setKeyContextElement1(StreamRecord record) throws Exception {
    if (!LevelMarker.is((LayerEmbedding) record.getValue())) {
      super.setKeyContextElement1(record);
    }
  }

  @Override
  public void open() throws Exception {
    messages = newMessages();
    PendingSourceCodec codec = new PendingSourceCodec(messages);
    PartedState<PendingSource> pendings = states().parted(PENDING, codec);
    node =
        new ScatterNode(
            states().value("sent", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO),
            states().value("subscribers-of-source", new SubscribersCodec(messages)),
            pendings,
            messages,
            settings.dimensions(),
            thresholds,
            settings.patience());
    if (isRestored) {
      adopt(codec, pendings);
    }
    super.open();
  }

  @Override
  public void processElement1(StreamRecord<LayerEmbedding> element) throws Exception {
    if (LevelMarker.is(element.getValue())) {
      thresholds.add(element.getValue());
      return;
    }
    if (node().hold(element.getValue())) {
      waitsFor(element.getValue().round());
    }
    trim();
  }

  @Override
  public void processElement2(StreamRecord<SubscriptionChange> element) throws Exception {
    if (node().hold(element.getValue())) {
      waitsFor(element.getValue().round());
    }
    trim();
  }

  @Override
  List<String> pendingStates() {
    return List.of(PENDING);
  }

  @Override
  List<Long> pendingRounds() throws Exception {
    return node().pendingRounds();
  }

  @Override
  void closeKeys(List<CachedKey> keys, long round) throws Exception {
    if (round != messagesRound) {
      flush();
      messagesRound = round;
    }
    for (CachedKey key : keys) {
      at(key);
      node().close(key.key(), round, this::waitsFor);
    }
  }

  @Override
  void beforeWatermark() {
    flush();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  /** Takes over what an earlier release kept as one value each. */
  private void adopt(PendingSourceCodec codec, PartedState<PendingSource> pendings)
      throws Exception {
    ValueState<byte[]> values = states().uncached(PENDING_VALUES);
    for (String waiting : keys(PENDING_VALUES)) {
      setCurrentKey(waiting);
      codec.addAll(pendings.part(), codec.decode(values.value()));
      pendings.changed();
      values.clear();
      trim();
    }
  }

  private Messages newMessages() {
    return new Messages(settings.dimensions(), settings.combineLimit(), this::flush);
  }

  private void flush() {
    count(messagesRound, Count.MESSAGES, settings.layer(), messages.size());
    count(messagesRound, Count.DIFFERENCES, settings.layer(), messages.differences());
    messages.flush(messagesRound, change -> output.collect(new StreamRecord<>(change)));
  }

  private ScatterNode node() {
    return requireNonNull(node, "node is null");
  }
}
