package io.freshet.jobs;

import io.freshet.jobs.backlog.BacklogWatermarks;
import io.freshet.jobs.graph.Act;
import io.freshet.jobs.graph.GraphOracle;
import io.freshet.jobs.graph.GraphStory;
import io.freshet.jobs.kafka.BacklogEnds;
import io.freshet.jobs.kafka.KafkaSinks;
import io.freshet.jobs.kafka.KafkaSources;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.kafka.RawRecord;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The interaction graph job as it is in production, between the topics of a broker of its own. */
final class GraphRun implements AutoCloseable {
  static final Topics TOPICS = new Topics("test-", 2);

  /** Outlives whoever restores a savepoint, however old: histories expire by the wall clock. */
  private static final String FOREVER = "36500d";

  private final EmbeddedKafka kafka;
  private final GraphTopics inputs;
  private final GraphOutputs outputs;
  private final Path directory;

  private GraphRun(Path directory, int filledPartitions) throws IOException {
    this.directory = directory;
    kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    kafka.createTopicsWithDeadLetters(TOPICS.fixed());
    inputs = new GraphTopics(kafka, new Topics(TOPICS.prefix(), filledPartitions));
    outputs = new GraphOutputs(kafka, TOPICS);
  }

  static GraphRun open(Path directory) throws IOException {
    return open(directory, TOPICS.partitions());
  }

  /** Where the further partitions of the inputs stay empty. */
  static GraphRun open(Path directory, int filledPartitions) throws IOException {
    return new GraphRun(directory, filledPartitions);
  }

  GraphTopics inputs() {
    return inputs;
  }

  GraphOutputs outputs() {
    return outputs;
  }

  /** Starts the job; every change is published, no sooner than an interval after the last one. */
  WatchedJob start(int parallelism, Duration interval, @Nullable String savepoint)
      throws Exception {
    InteractionGraphConfig config = config(parallelism, interval);
    return WatchedJob.start(
        environment -> {
          InteractionGraphJob.assemble(environment, config);
          CommittedSavepoints.configure(environment, savepoint);
        });
  }

  /** Starts the job where it can be killed. */
  WatchedJob startToBeKilled(int parallelism, Duration interval, Configuration configuration)
      throws Exception {
    InteractionGraphConfig config = config(parallelism, interval);
    return WatchedJob.startToBeKilled(
        environment -> {
          InteractionGraphJob.assemble(environment, config);
          environment.configure(configuration);
        },
        parallelism);
  }

  /** Runs the job over all that was sent; nothing is published again before the interval. */
  void runToTheEnd(int parallelism, Duration interval) throws Exception {
    InteractionGraphConfig config = config(parallelism, interval);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism);
    config.job().applyTo(environment);
    InteractionGraphPipeline.Outputs outputs =
        InteractionGraphPipeline.of(
            bounded(environment, config, TOPICS.listeningEvents()),
            bounded(environment, config, TOPICS.catalogItems()),
            bounded(environment, config, TOPICS.userAttributes()),
            config);
    write(outputs.neighborhoods(), "neighborhoods", config);
    write(outputs.statistics(), "statistics", config);
    write(outputs.histories(), "histories", config);
    environment.execute();
  }

  private static DataStream<RawRecord> bounded(
      StreamExecutionEnvironment environment, InteractionGraphConfig config, Topic topic) {
    Map<TopicPartition, Long> ends = BacklogEnds.newest(config.kafka(), topic);
    return environment
        .fromSource(
            KafkaSources.backlog(config.kafka(), topic, ends),
            BacklogWatermarks.of(ends),
            topic.name())
        .uid(topic.name());
  }

  private static void write(
      DataStream<OutputRecord> records, String name, InteractionGraphConfig config) {
    records
        .sinkTo(KafkaSinks.outputs(config.kafka(), name, config.schema().outputs()))
        .uid("write-" + name);
  }

  /** Waits until a checkpoint of the job holds the outcome of all that was sent. */
  void settle(WatchedJob job) throws Exception {
    outputs.tap().untilNone("unread", () -> job.runs() ? inputs.unread(job) : List.of("job"));
    // The one under way may have begun before.
    long enough = job.completedCheckpoints() + 2;
    outputs.tap().until("checkpoints", () -> job.runs() && job.completedCheckpoints() >= enough);
  }

  /** Sends phases, each once the one before is settled. */
  void play(WatchedJob job, List<List<Act>> phases) throws Exception {
    for (List<Act> phase : phases) {
      inputs.send(phase);
      settle(job);
    }
  }

  /** What a run is configured with. */
  InteractionGraphConfig config(int parallelism, Duration interval) {
    String millis = interval.toMillis() + "ms";
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap-servers", kafka.bootstrapServers());
    values.put("topics.prefix", TOPICS.prefix());
    values.put("topics.partitions", Integer.toString(TOPICS.partitions()));
    values.put("job.parallelism", Integer.toString(parallelism));
    values.put("job.checkpoint-interval", "200ms");
    values.put("job.checkpoint-directory", directory.resolve("checkpoints").toUri().toString());
    values.put("interaction.horizon", FOREVER);
    values.put("interaction.publish-interval", millis);
    values.put("statistic.epsilon", "0");
    values.put("statistic.publish-interval", millis);
    values.put("edge.candidates", Integer.toString(GraphStory.CANDIDATES));
    values.put("edge.top-k", Integer.toString(GraphStory.TOP_K));
    values.put("edge.drift-epsilon", "0");
    values.put("edge.publish-interval", millis);
    values.put("edge.bundle-delay", "20ms");
    values.put("edge.sweep", "1s");
    GraphOracle.HALF_LIVES.forEach(
        (type, halfLife) -> values.put("edge.half-life." + type, halfLife.toDays() + "d"));
    return InteractionGraphConfig.from(values);
  }

  @Override
  public void close() {
    outputs.close();
    inputs.close();
    kafka.close();
  }
}
