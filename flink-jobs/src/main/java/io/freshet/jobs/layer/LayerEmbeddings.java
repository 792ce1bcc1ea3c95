package io.freshet.jobs.layer;

import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.record.AggregateChange;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.EmbeddingStage;
import io.freshet.jobs.record.FailedEmbedding;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.SubscriptionChange;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Embeddings of one layer.
 *
 * @param embeddings at most one change per item and round
 * @param fragments what was counted
 * @param failed items without a usable answer
 */
public record LayerEmbeddings(
    DataStream<LayerEmbedding> embeddings,
    DataStream<RoundFragment> fragments,
    DataStream<FailedEmbedding> failed) {

  /** Layer 0: text vectors encoded. */
  public static LayerEmbeddings encode(
      DataStream<FeatureUpdate> features,
      LayerSettings settings,
      InferenceClientFactory inference) {
    SingleOutputStreamOperator<LayerEmbedding> encoded =
        features
            .keyBy(FeatureUpdate::item)
            .transform(
                EmbeddingStage.ENCODE.uid(),
                TypeInformation.of(LayerEmbedding.class),
                new EncodeOperator(settings, inference))
            .uid(EmbeddingStage.ENCODE.uid());
    return new LayerEmbeddings(
        encoded,
        encoded.getSideOutput(EmbeddingOutputTags.FRAGMENTS),
        encoded.getSideOutput(EmbeddingOutputTags.FAILED));
  }

  /**
   * A layer above: scatter, gather.
   *
   * @param levels markers of the levels of thresholds
   */
  public static LayerEmbeddings of(
      DataStream<LayerEmbedding> below,
      DataStream<LayerEmbedding> levels,
      Subscriptions subscriptions,
      LayerSettings settings,
      InferenceClientFactory inference) {
    SingleOutputStreamOperator<AggregateChange> messages =
        messages(below, levels, subscriptions.changes(), settings);
    SingleOutputStreamOperator<LayerEmbedding> gathered =
        new KeyedInputs<>(
                below, levels, messages.union(subscriptions.scales()), AggregateChange::target)
            .transform(
                EmbeddingStage.GATHER.uid(settings.layer()),
                TypeInformation.of(LayerEmbedding.class),
                new GatherOperator(settings, inference));
    return new LayerEmbeddings(
        gathered,
        gathered
            .getSideOutput(EmbeddingOutputTags.FRAGMENTS)
            .union(messages.getSideOutput(EmbeddingOutputTags.FRAGMENTS)),
        gathered.getSideOutput(EmbeddingOutputTags.FAILED));
  }

  private static SingleOutputStreamOperator<AggregateChange> messages(
      DataStream<LayerEmbedding> below,
      DataStream<LayerEmbedding> levels,
      DataStream<SubscriptionChange> subscriptions,
      LayerSettings settings) {
    TypeInformation<AggregateChange> type = TypeInformation.of(AggregateChange.class);
    return new KeyedInputs<>(below, levels, subscriptions, SubscriptionChange::source)
        .transform(
            EmbeddingStage.SCATTER.uid(settings.layer()), type, new ScatterOperator(settings));
  }
}
