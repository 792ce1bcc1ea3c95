package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LevelMarker;
import io.freshet.jobs.record.SubscriptionChange;
import java.util.List;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * The start of a layer, keyed by source: its embedding of the layer below and its subscribers to
 * differences of their aggregates. The plumbing of {@link ScatterNode}.
 */
final class ScatterOperator extends RoundOperator<AggregateChange>
    implements TwoInputStreamOperator<LayerEmbedding, SubscriptionChange, AggregateChange> {
  private static final long serialVersionUID = 1;
  private static final String PENDING_VECTORS = "pending-vectors";
  private static final String WITHHELD = "withheld";
  private static final String PENDING_WEIGHTS = "pending-weights";

  // -- configuration
  private final LayerSettings settings;

  // -- runtime
  private transient RoundThresholds thresholds;
  private transient @Nullable ScatterNode node;

  ScatterOperator(LayerSettings settings) {
    super(settings.batch(), settings.cacheEntries());
    this.settings = settings;
    this.thresholds = new RoundThresholds(settings.thresholds());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
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
    States states = states();
    node =
        new ScatterNode(
            states.value("sent", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO),
            states.map("subscribers", Types.TUPLE(Types.STRING, Types.STRING), Types.FLOAT),
            states.map(
                PENDING_VECTORS,
                Types.LONG,
                PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO),
            states.map(
                PENDING_WEIGHTS,
                Types.TUPLE(Types.LONG, Types.STRING, Types.STRING),
                TypeInformation.of(PendingWeight.class)),
            states.map(
                WITHHELD, Types.LONG, PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO),
            settings.dimensions(),
            thresholds,
            settings.patience());
    super.open();
  }

  @Override
  public void processElement1(StreamRecord<LayerEmbedding> element) throws Exception {
    if (LevelMarker.is(element.getValue())) {
      thresholds.add(element.getValue());
      return;
    }
    node().hold(element.getValue());
    waitsFor(element.getValue().round());
    trim();
  }

  @Override
  public void processElement2(StreamRecord<SubscriptionChange> element) throws Exception {
    node().hold(element.getValue());
    waitsFor(element.getValue().round());
    trim();
  }

  @Override
  List<String> pendingStates() {
    return List.of(PENDING_VECTORS, PENDING_WEIGHTS, WITHHELD);
  }

  @Override
  List<Long> pendingRounds() throws Exception {
    return node().pendingRounds();
  }

  @Override
  void closeKeys(List<String> keys, long round) throws Exception {
    for (String key : keys) {
      setCurrentKey(key);
      node()
          .close(key, round, change -> output.collect(new StreamRecord<>(change)), this::waitsFor);
    }
  }

  private ScatterNode node() {
    return requireNonNull(node, "node is null");
  }
}
