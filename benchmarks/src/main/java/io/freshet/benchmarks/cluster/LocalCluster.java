package io.freshet.benchmarks.cluster;

import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink clusters of one task manager, whose jobs {@link CounterReporter} can see. */
public final class LocalCluster {
  private LocalCluster() {}

  /**
   * Starts a cluster.
   *
   * @param slots slots of its task manager
   * @param localState where RocksDB works
   */
  public static MiniCluster start(int slots, Path localState) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    configuration.set(MetricOptions.REPORTERS_LIST, "bench");
    configuration.setString(
        "metrics.reporter.bench.factory.class", CounterReporter.class.getName());
    configuration.setString("state.backend.rocksdb.localdir", localState.toString());
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return cluster;
  }

  /** Submits what was assembled in the environment. */
  public static JobID submit(MiniCluster cluster, StreamExecutionEnvironment environment)
      throws Exception {
    return cluster.submitJob(environment.getStreamGraph().getJobGraph()).get().getJobID();
  }

  /** Cancels a job and waits until it has ended. */
  public static void cancel(MiniCluster cluster, JobID job) throws Exception {
    cluster.cancelJob(job).get();
    var unused = cluster.requestJobResult(job).get();
  }
}
