package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import io.freshet.jobs.feature.CatalogChange;
import io.freshet.jobs.feature.CatalogChanges;
import io.freshet.jobs.feature.FeatureConfig;
import io.freshet.jobs.feature.ItemFeatures;
import io.freshet.jobs.inference.InferenceClientFactory;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.registry.InputSchemas;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Table of contents of the catalog feature job: from catalog items to text vectors. */
public final class CatalogFeaturePipeline {
  private CatalogFeaturePipeline() {}

  /**
   * What the job yields.
   *
   * @param features to {@code item-features-<encoder>}
   * @param deadLetters to {@code catalog-items.dlq}
   */
  public record Outputs(DataStream<OutputRecord> features, DataStream<DeadLetter> deadLetters) {
    public Outputs {
      requireNonNull(features, "features is null");
      requireNonNull(deadLetters, "deadLetters is null");
    }
  }

  /**
   * The stages in data order.
   *
   * @param catalogItems records of {@code catalog-items}
   * @param schemas how they are framed
   * @param inference opens clients of the text encoder
   * @param topic name of the feature topic
   */
  public static Outputs of(
      DataStream<RawRecord> catalogItems,
      InputSchemas schemas,
      FeatureConfig config,
      InferenceClientFactory inference,
      String topic) {
    SingleOutputStreamOperator<CatalogChange> changes =
        CatalogFeatureOperator.CHECK_CATALOG_ITEMS.name(
            config.encoder(), CatalogChanges.of(catalogItems, config, schemas));
    SingleOutputStreamOperator<OutputRecord> features =
        CatalogFeatureOperator.ENCODE_ITEMS.name(
            config.encoder(), ItemFeatures.of(changes, config, inference, topic));
    return new Outputs(
        features, CatalogChanges.deadLetters(changes).union(ItemFeatures.deadLetters(features)));
  }
}
