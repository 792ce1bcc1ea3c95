package io.freshet.cli.doctor;

import static io.freshet.cli.doctor.Answers.await;

import io.freshet.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares this machine's clock with the times of the newest records: a record of the future was
 * written by a clock that is ahead of ours. That a clock is behind cannot be told from outside.
 */
final class ClockChecks {
  private static final Duration TOLERATED = Duration.ofSeconds(2);

  private ClockChecks() {}

  static List<Finding> all(Admin admin, Collection<Topic> topics, long nowMillis) {
    long newest = newest(admin, topics);
    if (newest < 0) {
      return List.of();
    }
    long ahead = newest - nowMillis;
    List<Finding> findings = new ArrayList<>();
    findings.add(
        ahead > TOLERATED.toMillis()
            ? Finding.failure(
                "the newest record is %d ms ahead of this machine's clock".formatted(ahead),
                "Synchronise the clocks of producers, brokers and this machine (NTP)."
                    + " Events from the future are refused.")
            : Finding.ok("no record is ahead of this machine's clock"));
    return findings;
  }

  /** Time of the newest record of all topics, or less than 0 when there is none. */
  private static long newest(Admin admin, Collection<Topic> topics) {
    List<String> existing =
        topics.stream()
            .map(Topic::name)
            .filter(await("list topics", admin.listTopics().names())::contains)
            .toList();
    Collection<TopicDescription> descriptions =
        await("describe topics", admin.describeTopics(existing).allTopicNames()).values();
    Map<TopicPartition, OffsetSpec> wanted =
        descriptions.stream()
            .flatMap(
                topic ->
                    IntStream.range(0, topic.partitions().size())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.maxTimestamp()));
    return await("read the records' times", admin.listOffsets(wanted).all()).values().stream()
        .mapToLong(ListOffsetsResultInfo::timestamp)
        .max()
        .orElse(-1);
  }
}
