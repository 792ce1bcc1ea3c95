package io.freshet.jobs.layer;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.inference.InferenceClient;
import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.LayerEmbedding;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Layer 0, keyed by item: text vector to h0. The plumbing of {@link EncodeNode}. */
final class EncodeOperator extends EmbeddingOperator
    implements OneInputStreamOperator<FeatureUpdate, LayerEmbedding> {
  private static final long serialVersionUID = 1;
  private static final String PENDING = "pending-features";
  private static final float[] UNUSABLE = new float[0];

  // -- configuration
  private final LayerSettings settings;

  // -- runtime
  private transient @Nullable EncodeNode node;

  EncodeOperator(LayerSettings settings, InferenceClientFactory inference) {
    super(settings, inference);
    this.settings = settings;
  }

  @Override
  public void open() throws Exception {
    States states = states();
    node =
        new EncodeNode(
            states.value("encoded-feature", EncodedFeature.class),
            states.removedVersion(settings.tombstoneRetention()),
            states.map(PENDING, Types.LONG, TypeInformation.of(FeatureUpdate.class)),
            states.value("last-good", LayerEmbedding.class));
    super.open();
  }

  @Override
  public void processElement(StreamRecord<FeatureUpdate> element) throws Exception {
    node().hold(element.getValue());
    waitsFor(element.getValue().round());
    trim();
  }

  @Override
  EncodeNode node() {
    return requireNonNull(node, "node is null");
  }

  @Override
  List<String> pendingStates() {
    return List.of(PENDING);
  }

  /** A text vector that is not one is not sent: it would spoil the whole request. */
  @Override
  List<float[]> ask(InferenceClient client, List<Affected> affected) {
    List<String> types = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (Affected item : affected) {
      if (LastGood.isUsable(item.input().self(), settings.textDimensions())) {
        types.add(item.input().type());
        vectors.add(item.input().self());
      }
    }
    List<float[]> encoded = types.isEmpty() ? List.of() : client.encodeItems(types, vectors);
    List<float[]> answers = new ArrayList<>();
    int next = 0;
    for (Affected item : affected) {
      boolean asked = LastGood.isUsable(item.input().self(), settings.textDimensions());
      answers.add(asked ? encoded.get(next++) : UNUSABLE);
    }
    return answers;
  }
}
