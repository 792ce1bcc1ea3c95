package io.freshet.jobs;

import io.freshet.jobs.inference.GrpcInferenceClientFactory;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.jobs.kafka.KafkaSinks;
import io.freshet.jobs.kafka.RawRecord;
import io.freshet.jobs.record.EmbeddingStage;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.round.Rounds;
import io.freshet.registry.OutputSchemas;
import io.freshet.schemas.Topic;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The embedding job of one release: {@code item-features-<encoder>} and {@code item-neighborhoods}
 * in, {@code item-embeddings-<release>} and {@code embedding-rounds-<release>} out.
 */
public final class EmbeddingJob {
  private EmbeddingJob() {}

  /**
   * Runs the job until it is stopped.
   *
   * @param arguments {@code --key value}, keys as in {@link EmbeddingConfig}
   */
  public static void main(String[] arguments) throws Exception {
    EmbeddingConfig config = EmbeddingConfig.from(ConfigReader.arguments(arguments));
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    assemble(environment, config);
    environment.execute("freshet-embedding-" + config.embedding().release());
  }

  /**
   * Sets up the environment and puts the pipeline between Kafka's topics, ready to execute. Asks
   * the broker where the backlog ends: both input topics must exist.
   */
  public static void assemble(StreamExecutionEnvironment environment, EmbeddingConfig config) {
    config.job().applyTo(environment);
    KafkaSettings kafka = config.kafka();
    EmbeddingSettings embedding = config.embedding();
    Rounds<FeatureUpdate> features =
        Rounds.features(
            read(
                environment,
                kafka,
                config.topics().itemFeatures(embedding.encoder()),
                EmbeddingStage.FEATURE_SOURCE),
            embedding.round(),
            embedding.textDimensions(),
            config.schema().input(config.topics().itemFeatures(embedding.encoder()).name()));
    Rounds<NeighborhoodUpdate> neighborhoods =
        Rounds.neighborhoods(
            read(
                environment,
                kafka,
                config.topics().itemNeighborhoods(),
                EmbeddingStage.NEIGHBORHOOD_SOURCE),
            embedding.round(),
            config.schema().input(config.topics().itemNeighborhoods().name()));
    EmbeddingOutputs outputs =
        EmbeddingPipeline.build(
            new EmbeddingInputs(
                features.updates(),
                neighborhoods.updates(),
                features.fragments().union(neighborhoods.fragments()),
                features.deadLetters().union(neighborhoods.deadLetters())),
            embedding,
            config.topics(),
            new GrpcInferenceClientFactory(config.inference()));
    write(outputs, kafka, config.schema().outputs());
  }

  private static DataStream<RawRecord> read(
      StreamExecutionEnvironment environment,
      KafkaSettings kafka,
      Topic topic,
      EmbeddingStage stage) {
    return environment
        .fromSource(
            Rounds.source(kafka, topic),
            WatermarkStrategy.noWatermarks(),
            stage.uid(),
            // A hybrid source does not say what it yields.
            TypeInformation.of(RawRecord.class))
        .uid(stage.uid());
  }

  private static void write(EmbeddingOutputs outputs, KafkaSettings kafka, OutputSchemas schemas) {
    name(
        outputs.embeddings().sinkTo(KafkaSinks.vectors(kafka, "embeddings", schemas)),
        EmbeddingStage.EMBEDDING_SINK);
    // One writer, so that manifests stay in the order of their rounds.
    name(
        outputs
            .manifests()
            .sinkTo(KafkaSinks.outputs(kafka, "manifests", schemas))
            .setParallelism(1),
        EmbeddingStage.MANIFEST_SINK);
    name(
        outputs.deadLetters().sinkTo(KafkaSinks.deadLetters(kafka)),
        EmbeddingStage.DEAD_LETTER_SINK);
  }

  private static void name(DataStreamSink<?> sink, EmbeddingStage stage) {
    sink.name(stage.uid()).uid(stage.uid());
  }
}
