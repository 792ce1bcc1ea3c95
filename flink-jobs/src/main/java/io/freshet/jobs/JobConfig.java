package io.freshet.jobs;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.rocksdb.CompressionType;

/**
 * How a job runs, whatever it computes.
 *
 * @param checkpointInterval time between checkpoints
 * @param checkpointDirectory URI where checkpoints go; empty leaves it to the cluster
 * @param parallelism subtasks per operator; 0 leaves it to the cluster
 */
public record JobConfig(Duration checkpointInterval, String checkpointDirectory, int parallelism) {
  /**
   * Longest that a record or watermark waits in a buffer that is not full. A round passes eight
   * exchanges, each waits on average for half of this: with Flink's 100 ms an empty round took .56
   * s from its end to its manifest.
   */
  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(20);

  /**
   * Of the levels of RocksDB, the last for all below. Every checkpoint writes what is new to level
   * 0 while the task stands still; most of it is vectors, which hardly get smaller.
   */
  private static final List<CompressionType> COMPRESSION =
      List.of(
          CompressionType.NO_COMPRESSION,
          CompressionType.NO_COMPRESSION,
          CompressionType.LZ4_COMPRESSION);

  public JobConfig {
    requireNonNull(checkpointInterval, "checkpointInterval is null");
    requireNonNull(checkpointDirectory, "checkpointDirectory is null");
    if (parallelism < 0) {
      throw new IllegalArgumentException(
          "Cannot configure job: parallelism must be 0 or more (%d)".formatted(parallelism));
    }
  }

  /** Checkpoints every ten seconds; the rest is the cluster's. */
  public static JobConfig defaults() {
    return new JobConfig(Duration.ofSeconds(10), "", 0);
  }

  /**
   * Checkpoints every thirty seconds, for a job that can be rebuilt from its topics and rewrites
   * much of its state all the time.
   */
  public static JobConfig rebuildable() {
    return new JobConfig(Duration.ofSeconds(30), "", 0);
  }

  /**
   * Reads {@code job.checkpoint-interval}, {@code .checkpoint-directory}, {@code .parallelism}.
   *
   * @param defaults what is not told
   */
  static JobConfig read(ConfigReader reader, JobConfig defaults) {
    return new JobConfig(
        reader.duration("job.checkpoint-interval", defaults.checkpointInterval()),
        reader.text("job.checkpoint-directory", defaults.checkpointDirectory()),
        reader.integer("job.parallelism", defaults.parallelism()));
  }

  /**
   * Sets up an environment. A missing uid or a type that would need Kryo stops the job graph, so
   * that neither is found out at the first restore.
   */
  public void applyTo(StreamExecutionEnvironment environment) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    // One timer per key at most, so they fit into memory; in RocksDB each costs two accesses.
    configuration.set(RocksDBOptions.TIMER_SERVICE_FACTORY, PriorityQueueStateType.HEAP);
    configuration.set(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL, COMPRESSION);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
    if (!checkpointDirectory.isEmpty()) {
      configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointDirectory);
    }
    environment.configure(configuration);
    environment.enableCheckpointing(checkpointInterval.toMillis(), CheckpointingMode.EXACTLY_ONCE);
    if (parallelism > 0) {
      environment.setParallelism(parallelism);
    }
  }
}
