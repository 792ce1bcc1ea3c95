package io.freshet.benchmarks.propagation;

import io.freshet.benchmarks.cluster.CounterReporter;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.jobs.edge.Neighborhoods;
import io.freshet.jobs.event.CatalogPresences;
import io.freshet.jobs.kafka.KafkaSinks;
import io.freshet.jobs.kafka.KafkaSources;
import io.freshet.jobs.record.CatalogPresence;
import io.freshet.jobs.record.EdgeChanges;
import io.freshet.schemas.Topic;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The edge-weight stage of the interaction graph job, fed with edges instead of listening events:
 * neighborhoods to their topic, no statistics and no histories.
 */
final class EdgeJob {
  private static final String NEIGHBORHOODS = "bench-neighborhoods";

  /** What the names of the job's operators, and of their threads, contain. */
  static final String PREFIX = "bench-";

  private EdgeJob() {}

  /** Neighborhoods that running jobs have published. */
  static long published() {
    return CounterReporter.sum(NEIGHBORHOODS, "neighborhoods_published_total");
  }

  /** Puts the job into an environment. */
  static void assemble(
      StreamExecutionEnvironment environment,
      InteractionGraphConfig config,
      EdgeStream stream,
      long seeds) {
    config.job().applyTo(environment);
    SingleOutputStreamOperator<EdgeChanges> changes =
        Neighborhoods.changes(EdgeFeed.of(environment, stream, seeds), config.edge())
            .name("bench-combine-edges")
            .uid("bench-combine-edges");
    Neighborhoods.of(
            changes,
            catalog(environment, config),
            config.edge(),
            config.topics().itemNeighborhoods().name())
        .name(NEIGHBORHOODS)
        .uid(NEIGHBORHOODS)
        .sinkTo(KafkaSinks.outputs(config.kafka(), "neighborhoods", config.schema().outputs()))
        .name("bench-write-neighborhoods")
        .uid("bench-write-neighborhoods");
  }

  /** Empty: nothing is taken down. */
  private static SingleOutputStreamOperator<CatalogPresence> catalog(
      StreamExecutionEnvironment environment, InteractionGraphConfig config) {
    Topic topic = config.topics().catalogItems();
    return CatalogPresences.of(
            environment
                .fromSource(
                    KafkaSources.earliest(config.kafka(), topic),
                    WatermarkStrategy.noWatermarks(),
                    "bench-read-catalog")
                .uid("bench-read-catalog"),
            config.event(),
            config.schema().input(topic.name()))
        .name("bench-catalog")
        .uid("bench-catalog");
  }
}
