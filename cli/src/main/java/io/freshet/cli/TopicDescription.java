package io.freshet.cli;

import io.freshet.schemas.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A topic as it is in Kafka.
 *
 * @param partitions 0 if it does not exist
 * @param offsets sum over partitions of end minus begin: records, and what compaction removed
 * @param cleanup the policy that the catalogue wants
 */
record TopicDescription(String name, int partitions, long offsets, String cleanup) {
  /** The topics' descriptions, in their order. */
  static List<TopicDescription> of(Admin admin, List<Topic> topics) {
    Set<String> existing = await("list topics", admin.listTopics().names());
    List<String> names = topics.stream().map(Topic::name).filter(existing::contains).toList();
    Map<String, Integer> partitions = new HashMap<>();
    await("describe topics", admin.describeTopics(names).allTopicNames())
        .forEach((name, description) -> partitions.put(name, description.partitions().size()));
    Map<String, Long> offsets = offsets(admin, partitions);
    List<TopicDescription> descriptions = new ArrayList<>();
    for (Topic topic : topics) {
      descriptions.add(
          new TopicDescription(
              topic.name(),
              partitions.getOrDefault(topic.name(), 0),
              offsets.getOrDefault(topic.name(), 0L),
              topic.cleanup().policy()));
    }
    return descriptions;
  }

  boolean exists() {
    return partitions > 0;
  }

  String line() {
    return exists()
        ? "%-40s %10d %12d  %s".formatted(name, partitions, offsets, cleanup)
        : "%-40s %10s".formatted(name, "missing");
  }

  private static Map<String, Long> offsets(Admin admin, Map<String, Integer> partitions) {
    List<TopicPartition> all = new ArrayList<>();
    partitions.forEach(
        (name, count) -> {
          for (int partition = 0; partition < count; partition++) {
            all.add(new TopicPartition(name, partition));
          }
        });
    Map<String, Long> sums = new HashMap<>();
    ends(admin, all, OffsetSpec.latest())
        .forEach((partition, end) -> sums.merge(partition.topic(), end.offset(), Long::sum));
    ends(admin, all, OffsetSpec.earliest())
        .forEach((partition, begin) -> sums.merge(partition.topic(), -begin.offset(), Long::sum));
    return sums;
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> ends(
      Admin admin, List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
    return await("read offsets", admin.listOffsets(wanted).all());
  }

  /** The answer of a Kafka call. */
  static <T> T await(String what, KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new KafkaException("Cannot %s: %s".formatted(what, e.getCause()), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
