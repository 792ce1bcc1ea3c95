package io.freshet.jobs.publish;

import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.record.AuditedItem;
import io.freshet.jobs.record.Calibration;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.EmbeddingOutputTags;
import io.freshet.jobs.record.EmbeddingStage;
import io.freshet.jobs.record.FailedEmbedding;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.RoundFragment;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;

/** Embeddings, round manifests and dead letters, ready for Kafka. */
public final class ItemEmbeddings {
  private ItemEmbeddings() {}

  /**
   * Embeddings of the last layer as versioned records; their counts are in the side output.
   *
   * @param audited what their error estimates are learnt from
   */
  public static SingleOutputStreamOperator<OutputRecord> of(
      DataStream<LayerEmbedding> last, DataStream<AuditedItem> audited, PublishSettings settings) {
    KeyedStream<LayerEmbedding, String> keyed = last.keyBy(LayerEmbedding::item);
    SingleOutputStreamOperator<OutputRecord> published =
        keyed
            .connect(calibrations(audited, settings).broadcast())
            .transform(
                EmbeddingStage.PUBLISH.uid(),
                TypeInformation.of(OutputRecord.class),
                new PublishOperator(settings))
            .uid(EmbeddingStage.PUBLISH.uid());
    // Flink keys both inputs or none, unless it is told on the transformation itself.
    @SuppressWarnings("unchecked") // the one that was just made
    TwoInputTransformation<LayerEmbedding, Calibration, OutputRecord> transformation =
        (TwoInputTransformation<LayerEmbedding, Calibration, OutputRecord>)
            published.getTransformation();
    transformation.setStateKeySelectors(keyed.getKeySelector(), null);
    transformation.setStateKeyType(keyed.getKeyType());
    return published;
  }

  private static DataStream<Calibration> calibrations(
      DataStream<AuditedItem> audited, PublishSettings settings) {
    return audited
        .transform(
            EmbeddingStage.AUDIT_CALIBRATION.uid(),
            TypeInformation.of(Calibration.class),
            new CalibrateOperator(new ErrorEstimate(settings.thresholds().loosest())))
        .uid(EmbeddingStage.AUDIT_CALIBRATION.uid())
        .setParallelism(1);
  }

  /** Counts of {@link #of}. */
  public static DataStream<RoundFragment> fragments(
      SingleOutputStreamOperator<OutputRecord> embeddings) {
    return embeddings.getSideOutput(EmbeddingOutputTags.FRAGMENTS);
  }

  /** One manifest per closed round, from the fragments of all stages. */
  public static DataStream<OutputRecord> manifests(
      DataStream<RoundFragment> fragments, PublishSettings settings) {
    return fragments
        .transform(
            EmbeddingStage.MANIFEST.uid(),
            TypeInformation.of(OutputRecord.class),
            new ManifestOperator(settings))
        .uid(EmbeddingStage.MANIFEST.uid())
        .setParallelism(1);
  }

  /** Items without a usable answer as dead letters. */
  public static DataStream<DeadLetter> deadLetters(
      DataStream<FailedEmbedding> failed, PublishSettings settings) {
    return failed
        .map(new FailedEmbeddingFunction(settings))
        .returns(TypeInformation.of(DeadLetter.class))
        .name(EmbeddingStage.FAILED.uid())
        .uid(EmbeddingStage.FAILED.uid());
  }
}
