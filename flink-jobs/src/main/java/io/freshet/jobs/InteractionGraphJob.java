package io.freshet.jobs;

import io.freshet.jobs.backlog.BacklogWatermarks;
import io.freshet.jobs.kafka.BacklogEnds;
import io.freshet.jobs.kafka.KafkaSettings;
import io.freshet.jobs.kafka.KafkaSinks;
import io.freshet.jobs.kafka.KafkaSources;
import io.freshet.jobs.kafka.RawRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The interaction graph job: {@code listening-events} in, neighborhoods, statistics and histories
 * out.
 */
public final class InteractionGraphJob {
  private InteractionGraphJob() {}

  /**
   * Runs the job until it is stopped.
   *
   * @param arguments {@code --key value}, keys as in {@link InteractionGraphConfig}
   */
  public static void main(String[] arguments) throws Exception {
    InteractionGraphConfig config = InteractionGraphConfig.from(ConfigReader.arguments(arguments));
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    assemble(environment, config);
    environment.execute("freshet-interaction-graph");
  }

  /**
   * Sets up the environment and puts the pipeline between Kafka's topics, ready to execute. Asks
   * the broker where the backlog ends: {@code listening-events} must exist.
   */
  public static void assemble(
      StreamExecutionEnvironment environment, InteractionGraphConfig config) {
    config.job().applyTo(environment);
    KafkaSettings kafka = config.kafka();
    InteractionGraphPipeline.Outputs outputs =
        InteractionGraphPipeline.of(
            read(
                environment,
                KafkaSources.committed(kafka, config.topics().listeningEvents()),
                BacklogWatermarks.of(BacklogEnds.newest(kafka, config.topics().listeningEvents())),
                InteractionGraphOperator.READ_LISTENING_EVENTS),
            read(
                environment,
                KafkaSources.earliest(kafka, config.topics().catalogItems()),
                WatermarkStrategy.noWatermarks(),
                InteractionGraphOperator.READ_CATALOG_ITEMS),
            read(
                environment,
                KafkaSources.earliest(kafka, config.topics().userAttributes()),
                WatermarkStrategy.noWatermarks(),
                InteractionGraphOperator.READ_USER_ATTRIBUTES),
            config);
    InteractionGraphOperator.WRITE_NEIGHBORHOODS.name(
        outputs
            .neighborhoods()
            .sinkTo(KafkaSinks.outputs(kafka, "neighborhoods", config.schema().outputs())));
    InteractionGraphOperator.WRITE_STATISTICS.name(
        outputs
            .statistics()
            .sinkTo(KafkaSinks.outputs(kafka, "statistics", config.schema().outputs())));
    InteractionGraphOperator.WRITE_HISTORIES.name(
        outputs
            .histories()
            .sinkTo(KafkaSinks.outputs(kafka, "histories", config.schema().outputs())));
    InteractionGraphOperator.WRITE_DEAD_LETTERS.name(
        outputs.deadLetters().sinkTo(KafkaSinks.deadLetters(kafka)));
  }

  private static SingleOutputStreamOperator<RawRecord> read(
      StreamExecutionEnvironment environment,
      KafkaSource<RawRecord> source,
      WatermarkStrategy<RawRecord> watermarks,
      InteractionGraphOperator operator) {
    return operator.name(environment.fromSource(source, watermarks, operator.uid()));
  }
}
