package io.freshet.jobs;

import io.freshet.jobs.inference.GrpcInferenceClientFactory;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.jobs.kafka.KafkaSinks;
import io.freshet.jobs.kafka.KafkaSources;
import io.freshet.jobs.kafka.RawRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The catalog feature job: {@code catalog-items} in, {@code item-features-<encoder>} out. */
public final class CatalogFeatureJob {
  private CatalogFeatureJob() {}

  /**
   * Runs the job until it is stopped.
   *
   * @param arguments {@code --key value}, keys as in {@link CatalogFeatureConfig}
   */
  public static void main(String[] arguments) throws Exception {
    CatalogFeatureConfig config = CatalogFeatureConfig.from(ConfigReader.arguments(arguments));
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    assemble(environment, config);
    environment.execute("freshet-catalog-feature-" + config.feature().encoder());
  }

  /** Sets up the environment and puts the pipeline between Kafka's topics, ready to execute. */
  public static void assemble(StreamExecutionEnvironment environment, CatalogFeatureConfig config) {
    config.job().applyTo(environment);
    KafkaSettings kafka = config.kafka();
    String encoder = config.feature().encoder();
    CatalogFeaturePipeline.Outputs outputs =
        CatalogFeaturePipeline.of(
            read(environment, config),
            config.schema().input(config.topics().catalogItems().name()),
            config.feature(),
            new GrpcInferenceClientFactory(config.inference()),
            config.topics().itemFeatures(encoder).name());
    CatalogFeatureOperator.WRITE_FEATURES.name(
        encoder,
        outputs
            .features()
            .sinkTo(KafkaSinks.vectors(kafka, "features", config.schema().outputs())));
    CatalogFeatureOperator.WRITE_DEAD_LETTERS.name(
        encoder, outputs.deadLetters().sinkTo(KafkaSinks.deadLetters(kafka)));
  }

  // A job without state has no text hashes either: it reads the catalog from its start.
  private static DataStream<RawRecord> read(
      StreamExecutionEnvironment environment, CatalogFeatureConfig config) {
    String encoder = config.feature().encoder();
    return CatalogFeatureOperator.READ_CATALOG_ITEMS.name(
        encoder,
        environment.fromSource(
            KafkaSources.earliest(config.kafka(), config.topics().catalogItems()),
            WatermarkStrategy.noWatermarks(),
            CatalogFeatureOperator.READ_CATALOG_ITEMS.uid(encoder)));
  }
}
