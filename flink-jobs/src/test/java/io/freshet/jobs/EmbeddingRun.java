package io.freshet.jobs;

import io.freshet.jobs.embedding.CollectingSink;
import io.freshet.jobs.embedding.Gate;
import io.freshet.jobs.embedding.GraphScript;
import io.freshet.jobs.embedding.ScriptSource;
import io.freshet.jobs.embedding.SeededInference;
import io.freshet.jobs.embedding.Story;
import io.freshet.jobs.kafka.OutputRecord;
import io.freshet.jobs.layer.AuditSettings;
import io.freshet.jobs.load.AdaptiveSettings;
import io.freshet.jobs.record.AuditedItem;
import io.freshet.jobs.record.DeadLetter;
import io.freshet.jobs.record.FeatureUpdate;
import io.freshet.jobs.record.LayerEmbedding;
import io.freshet.jobs.record.NeighborhoodUpdate;
import io.freshet.jobs.record.NeighborhoodUpdateType;
import io.freshet.jobs.record.RoundFragment;
import io.freshet.jobs.record.Thresholds;
import io.freshet.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The embedding pipeline between scripted sources and collecting sinks. */
@NullMarked
final class EmbeddingRun {
  static final Topics TOPICS = new Topics("", 4);

  private final String name;
  private final Story story;
  private final AuditSettings audit;
  private final Bound bound;

  /**
   * What may be held back.
   *
   * @param thresholds before any load
   * @param maxStaleness how long, in milliseconds of rounds, which last one each
   */
  record Bound(Thresholds thresholds, Duration maxStaleness, AdaptiveSettings adaptive) {
    static final Bound EXACT = adaptive(0);

    /** Scripted rounds count as late, so thresholds are loosened all the time. */
    static Bound adaptive(double bound) {
      return new Bound(
          new Thresholds(bound, bound, 0), Duration.ofHours(1), new AdaptiveSettings(4, 3, 2, 2));
    }

    /** Thresholds that never change. */
    static Bound fixed(Thresholds thresholds, Duration maxStaleness) {
      return new Bound(thresholds, maxStaleness, new AdaptiveSettings(1, 0, 1, 1));
    }
  }

  EmbeddingRun(String name, Story story) {
    this(name, story, new AuditSettings(0, Duration.ofMillis(1), 1, 1));
  }

  EmbeddingRun(String name, Story story, AuditSettings audit) {
    this(name, story, audit, Bound.EXACT);
  }

  EmbeddingRun(String name, Story story, AuditSettings audit, Bound bound) {
    this.bound = bound;
    this.name = name;
    this.story = story;
    this.audit = audit;
  }

  Gate gate() {
    return Gate.of(name);
  }

  /** What the last layer yielded, without what a restore took back. */
  List<LayerEmbedding> published() {
    return gate().committed("last-layer").stream().map(LayerEmbedding.class::cast).toList();
  }

  /** What was audited, with what a restore took back. */
  List<AuditedItem> audited() {
    return gate().collected("audited").stream().map(AuditedItem.class::cast).toList();
  }

  /** Newest round whose manifest was written; older ones may follow after a restore. */
  long closedRound() {
    return newest(outputs("manifests"));
  }

  private static long newest(List<OutputRecord> manifests) {
    return manifests.stream().mapToLong(OutputRecord::version).max().orElse(-1);
  }

  /** Newest round whose manifest was written, without what a restore took back. */
  long committedRound() {
    return newest(gate().committed("manifests").stream().map(OutputRecord.class::cast).toList());
  }

  List<OutputRecord> outputs(String sink) {
    return gate().collected(sink).stream().map(OutputRecord.class::cast).toList();
  }

  JobClient start(int parallelism, Alignment alignment, Path directory, @Nullable String savepoint)
      throws Exception {
    Configuration configuration = configuration(alignment, directory, savepoint);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    build(environment);
    return environment.executeAsync(name);
  }

  /** Puts the pipeline between its sources and sinks. */
  void build(StreamExecutionEnvironment environment) {
    DataStream<FeatureUpdate> features = features(environment);
    EmbeddingInputs inputs =
        new EmbeddingInputs(
            features,
            neighborhoods(environment),
            none(features, RoundFragment.class),
            none(features, DeadLetter.class));
    EmbeddingOutputs outputs =
        EmbeddingPipeline.build(
            inputs,
            settings(),
            TOPICS,
            SeededInference.factory(name, story.seed(), Story.DIMENSIONS));
    collect(outputs.lastLayer(), "last-layer");
    collect(outputs.audited(), "audited");
    collect(outputs.embeddings(), "embeddings");
    collect(outputs.manifests(), "manifests");
    collect(outputs.deadLetters(), "dead-letters");
  }

  /** Whether barriers wait for records before them. */
  enum Alignment {
    ALIGNED,
    UNALIGNED
  }

  private EmbeddingSettings settings() {
    return new EmbeddingSettings(
        "test",
        "encoder",
        story.layers(),
        Story.DIMENSIONS,
        GraphScript.TEXT_DIMENSIONS,
        Duration.ofMillis(1),
        2,
        5,
        bound.thresholds().delta(),
        bound.thresholds().gamma(),
        bound.thresholds().theta(),
        bound.maxStaleness(),
        // So few that state is written and read back all the time.
        4,
        Duration.ofDays(2),
        audit,
        bound.adaptive());
  }

  private static Configuration configuration(
      Alignment alignment, Path directory, @Nullable String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, alignment == Alignment.UNALIGNED);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    return configuration;
  }

  private DataStream<FeatureUpdate> features(StreamExecutionEnvironment environment) {
    Story script = story;
    return environment
        .fromSource(
            new ScriptSource<FeatureUpdate>(name, script::features, FeatureUpdate::round),
            WatermarkStrategy.noWatermarks(),
            "features",
            TypeInformation.of(FeatureUpdate.class))
        .uid("features");
  }

  private DataStream<NeighborhoodUpdate> neighborhoods(StreamExecutionEnvironment environment) {
    Story script = story;
    return environment
        .fromSource(
            new ScriptSource<NeighborhoodUpdate>(
                name, script::neighborhoods, NeighborhoodUpdate::round),
            WatermarkStrategy.noWatermarks(),
            "neighborhoods",
            new NeighborhoodUpdateType())
        .uid("neighborhoods");
  }

  @SuppressWarnings("NullAway") // never called: nothing passes the filter
  private static <T> DataStream<T> none(DataStream<FeatureUpdate> features, Class<T> type) {
    return features
        .filter(update -> false)
        .uid("none-" + type.getSimpleName())
        .map(update -> (T) null)
        .returns(TypeInformation.of(type))
        .uid("no-" + type.getSimpleName());
  }

  private <T> void collect(DataStream<T> stream, String sink) {
    stream.sinkTo(new CollectingSink<>(name, sink)).name(sink).uid(sink);
  }
}
