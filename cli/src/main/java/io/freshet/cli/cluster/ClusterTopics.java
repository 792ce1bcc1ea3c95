package io.freshet.cli.cluster;

import io.freshet.kafka.TopicCreation;
import io.freshet.schemas.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The topics of a cluster's broker. */
public final class ClusterTopics implements AutoCloseable {
  private static final short REPLICATION = 1;
  private static final int PATIENCE_SECONDS = 30;

  private final Admin admin;

  /** Those of the broker at that address. */
  public ClusterTopics(String bootstrapServers) {
    admin = admin(bootstrapServers);
  }

  /** Whether a broker answers there. */
  static boolean isReachable(String bootstrapServers) throws InterruptedException {
    if (bootstrapServers.isEmpty()) {
      return false;
    }
    try (Admin admin = admin(bootstrapServers)) {
      var unused = admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static Admin admin(String bootstrapServers) {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** Creates those that do not exist yet, dead-letter topics included. */
  void create(Collection<Topic> topics) {
    var unused = new TopicCreation(admin, REPLICATION).createWithDeadLetters(topics);
  }

  /** Records written to a topic so far, those compacted away included. */
  public long written(Topic topic) throws Exception {
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, topic.partitions())
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    return List.copyOf(
            admin.listOffsets(ends).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS).values())
        .stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
