package io.freshet.jobs;

import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.layer.Audits;
import io.freshet.jobs.layer.LayerEmbeddings;
import io.freshet.jobs.layer.Subscriptions;
import io.freshet.jobs.publish.ItemEmbeddings;
import io.freshet.jobs.publish.PublishSettings;
import io.freshet.jobs.record.AuditedItem;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.FailedEmbedding;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.round.Levels;
import io.freshet.schemas.Topics;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The embedding job's table of contents: features and neighborhoods to embeddings, layer by layer,
 * exact as of every round.
 */
public final class EmbeddingPipeline {
  private EmbeddingPipeline() {}

  /** Joins the stages; sources and sinks are the caller's. */
  public static EmbeddingOutputs build(
      EmbeddingInputs inputs,
      EmbeddingSettings settings,
      Topics topics,
      InferenceClientFactory inference) {
    PublishSettings publishing = settings.publish(topics);
    Subscriptions subscriptions = Subscriptions.of(inputs.neighborhoods(), settings.layer(0));

    Levels levels = Levels.of(inputs.fragments(), settings.load());
    LayerEmbeddings encoded =
        LayerEmbeddings.encode(inputs.features(), settings.layer(0), inference);
    DataStream<RoundFragment> fragments =
        inputs
            .fragments()
            .union(levels.fragments(), subscriptions.fragments(), encoded.fragments());
    DataStream<FailedEmbedding> failed = encoded.failed();
    LayerEmbeddings layer = encoded;
    for (int number = 1; number <= settings.layers(); number++) {
      layer =
          LayerEmbeddings.of(
              layer.embeddings(),
              levels.markers(),
              subscriptions,
              settings.layer(number),
              inference);
      fragments = fragments.union(layer.fragments());
      failed = failed.union(layer.failed());
    }

    DataStream<AuditedItem> audited =
        Audits.of(
            inputs.neighborhoods(),
            encoded.embeddings(),
            layer.embeddings(),
            settings.audit(),
            settings.layer(settings.layers()),
            inference);
    SingleOutputStreamOperator<OutputRecord> embeddings =
        ItemEmbeddings.of(layer.embeddings(), audited, publishing);
    DataStream<OutputRecord> manifests =
        ItemEmbeddings.manifests(fragments.union(ItemEmbeddings.fragments(embeddings)), publishing);
    DataStream<DeadLetter> deadLetters =
        ItemEmbeddings.deadLetters(failed, publishing).union(inputs.deadLetters());
    return new EmbeddingOutputs(layer.embeddings(), audited, embeddings, manifests, deadLetters);
  }
}
