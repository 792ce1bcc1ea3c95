package io.freshet.jobs.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.record.CheckedEvent;
import io.freshet.jobs.record.UserErasure;
import io.freshet.schemas.Signal;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

/** The stage in a job of its own. */
final class InteractionsTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  @Test
  @SuppressWarnings("try") // the cluster closes with any exception, interruption too
  void whatIsDroppedAndWhatIsCutIsCountedByReason() throws Exception {
    InMemoryReporter metrics = InMemoryReporter.createWithRetainedMetrics();
    Configuration configuration = new Configuration();
    metrics.addToConfiguration(configuration);
    configuration.set(RestOptions.BIND_PORT, "0");
    MiniClusterConfiguration one =
        new MiniClusterConfiguration.Builder().setConfiguration(configuration).build();
    try (MiniCluster cluster = new MiniCluster(one)) {
      cluster.start();
      cluster.executeJobBlocking(cappedUser());
      assertThat(counted(metrics, "duplicate", "events_dropped_total")).isEqualTo(1);
      assertThat(counted(metrics, "capped", "events_dropped_total")).isEqualTo(2);
      // The third event's first pair fills its item. The other item of that pair has no room, and
      // so it is with both items of the second pair.
      assertThat(counted(metrics, "capped", "edge_updates_cut_total")).isEqualTo(3);
    }
  }

  private static JobGraph cappedUser() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration()).setParallelism(1);
    DataStream<CheckedEvent> events =
        environment.fromData(
            TypeInformation.of(CheckedEvent.class),
            event("1", "a"),
            event("2", "b"),
            event("2", "b"),
            event("3", "c"),
            event("4", "d"),
            event("5", "e"));
    DataStream<UserErasure> erasures =
        environment.fromData(TypeInformation.of(UserErasure.class), new UserErasure("v", NOW));
    InteractionConfig config = PairingHarness.config("max-daily-events", "3", "item-cap", "2");
    Interactions.edgeUpdates(events, erasures, config, "h").sinkTo(new DiscardingSink<>());
    return environment.getStreamGraph().getJobGraph();
  }

  private static long counted(InMemoryReporter metrics, String reason, String name) {
    return metrics.getMetricsByGroup().entrySet().stream()
        .filter(group -> reason.equals(group.getKey().getAllVariables().get("<reason>")))
        .map(group -> group.getValue().get(name))
        .filter(Counter.class::isInstance)
        .mapToLong(counter -> ((Counter) counter).getCount())
        .sum();
  }

  private static CheckedEvent event(String id, String item) {
    return new CheckedEvent(id, "u", item, "track", Signal.LIKE, NOW, -1, -1, NOW, NOW);
  }
}
