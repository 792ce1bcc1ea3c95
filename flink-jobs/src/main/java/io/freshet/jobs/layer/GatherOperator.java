package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.LevelMarker;
import java.util.List;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * The end of a layer, keyed by item: embedding of the layer below and aggregates to this layer's
 * embedding. The plumbing of {@link GatherNode}.
 */
final class GatherOperator extends EmbeddingOperator
    implements TwoInputStreamOperator<LayerEmbedding, AggregateChange, LayerEmbedding> {
  private static final long serialVersionUID = 1;
  private static final String PENDING = "pending-target";

  // -- configuration
  private final LayerSettings settings;

  // -- runtime
  private transient RoundThresholds thresholds;
  private transient @Nullable GatherNode node;

  GatherOperator(LayerSettings settings, InferenceClientFactory inference) {
    super(settings, inference);
    this.settings = settings;
    this.thresholds = new RoundThresholds(settings.thresholds());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    StateLayout.check(context, "gather");
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
    node =
        new GatherNode(
            states().value("target", new TargetCodec()),
            states().value(PENDING, new PendingTargetCodec()),
            thresholds,
            settings.patience(),
            settings.dimensions());
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
  public void processElement2(StreamRecord<AggregateChange> element) throws Exception {
    if (node().hold(element.getValue())) {
      waitsFor(element.getValue().round());
    }
    trim();
  }

  @Override
  GatherNode node() {
    return requireNonNull(node, "node is null");
  }

  @Override
  List<String> pendingStates() {
    return List.of(PENDING);
  }

  @Override
  List<float[]> ask(InferenceClient client, List<Affected> affected) {
    return client.layer(settings.layer(), affected.stream().map(Affected::input).toList());
  }
}
