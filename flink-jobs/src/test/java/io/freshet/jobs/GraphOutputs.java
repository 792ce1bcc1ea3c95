package io.freshet.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.jobs.graph.Act.Play;
import io.freshet.jobs.graph.GraphOracle;
import io.freshet.jobs.kafka.RecordHeaders;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ItemStatistics;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.UserHistory;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The output topics of the interaction graph job, compared with what must be on them. */
final class GraphOutputs implements AutoCloseable {
  private static final double TOLERANCE = 1e-6;

  private final AvroCodec<ItemNeighborhood> neighborhoods = new AvroCodec<>(ItemNeighborhood.class);
  private final AvroCodec<ItemStatistics> statistics = new AvroCodec<>(ItemStatistics.class);
  private final AvroCodec<UserHistory> histories = new AvroCodec<>(UserHistory.class);
  private final Topics topics;
  private final Tap tap;

  GraphOutputs(EmbeddedKafka kafka, Topics topics) {
    this.topics = topics;
    tap = new Tap(kafka, all(topics).stream().map(Topic::name).toArray(String[]::new));
  }

  Tap tap() {
    return tap;
  }

  /** Reads on until the last records are what they must be, each of them. */
  void untilTheyAre(GraphOracle expected) throws Exception {
    tap.untilNone("what differs", () -> differences(expected));
  }

  /** Records read so far. */
  int written() {
    return all(topics).stream().mapToInt(topic -> tap.records(topic.name()).size()).sum();
  }

  /** Reads on until there is a record on each topic. */
  void untilEachHasSome() throws Exception {
    tap.until(
        "records on each topic",
        () -> all(topics).stream().noneMatch(topic -> tap.records(topic.name()).isEmpty()));
  }

  /** Ids whose last record is not what it must be; empty when all are. */
  List<String> differences(GraphOracle expected) throws UndecodableException {
    List<String> differences = new ArrayList<>();
    neighborhoods(expected, differences);
    statistics(expected, differences);
    histories(expected, differences);
    return differences;
  }

  /** The versions of no key ever go back, whichever job wrote them. */
  void assertVersionsGrow() {
    for (Topic topic : all(topics)) {
      Map<String, Long> last = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> record : tap.records(topic.name())) {
        String key = new String(record.key(), UTF_8);
        byte[] header = record.headers().lastHeader(RecordHeaders.VERSION).value();
        long version = Long.parseLong(new String(header, UTF_8));
        assertThat(version).as(key).isGreaterThan(last.getOrDefault(key, 0L));
        last.put(key, version);
      }
      assertThat(last).isNotEmpty();
    }
  }

  @Override
  public void close() {
    tap.close();
  }

  private void neighborhoods(GraphOracle expected, List<String> differences)
      throws UndecodableException {
    Map<String, Map<String, Map<String, Double>>> shares = expected.neighborhoods();
    Map<String, ConsumerRecord<byte[], byte[]>> latest = latest(topics.itemNeighborhoods());
    differences.addAll(PublishedGraph.differences(latest, shares));
    for (Map.Entry<String, ConsumerRecord<byte[], byte[]>> entry : latest.entrySet()) {
      if (!shares.containsKey(entry.getKey())
          && !neighborhoods.decode(entry.getValue().value()).getRelations().isEmpty()) {
        differences.add("superfluous neighborhood of " + entry.getKey());
      }
    }
  }

  private void statistics(GraphOracle expected, List<String> differences)
      throws UndecodableException {
    Map<String, ItemStatistics> actual = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : latest(topics.itemStatistics()).values()) {
      ItemStatistics item = statistics.decode(record.value());
      actual.put(item.getItemId(), item);
    }
    addKeys("statistics", actual.keySet(), expected.countedItems(), differences);
    for (ItemStatistics item : actual.values()) {
      if (!areThose(item, expected)) {
        differences.add("statistics of " + item.getItemId());
      }
    }
  }

  private static boolean areThose(ItemStatistics item, GraphOracle expected) {
    String id = item.getItemId();
    long asOf = item.getAsOf().toEpochMilli();
    long users = expected.counted(id).map(Play::userId).distinct().count();
    return areClose(item.getCount3d(), expected.count(id, asOf, Duration.ofDays(3)))
        && areClose(item.getCount14d(), expected.count(id, asOf, Duration.ofDays(14)))
        && areClose(item.getCount60d(), expected.count(id, asOf, Duration.ofDays(60)))
        && item.getCount() == expected.counted(id).count()
        && Math.abs(item.getDistinctUsers() - users) < 0.01 * users
        && asOf == expected.counted(id).mapToLong(Play::occurredAtMillis).max().orElse(0)
        && item.getFirstSeen().toEpochMilli()
            == expected.counted(id).mapToLong(Play::occurredAtMillis).min().orElse(0);
  }

  private void histories(GraphOracle expected, List<String> differences)
      throws UndecodableException {
    Map<String, List<String>> actual = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : latest(topics.userHistories()).values()) {
      UserHistory user = histories.decode(record.value());
      actual.put(user.getUserId(), entries(user));
    }
    addKeys("history", actual.keySet(), expected.histories().keySet(), differences);
    actual.forEach(
        (user, entries) -> {
          if (!entries.equals(expected.histories().get(user))) {
            differences.add("history of " + user);
          }
        });
  }

  private static List<String> entries(UserHistory user) {
    return user.getInteractions().stream()
        .map(
            entry ->
                "%s %s %d"
                    .formatted(
                        entry.getItemId(), entry.getSignal(), entry.getOccurredAt().toEpochMilli()))
        .toList();
  }

  private static void addKeys(
      String what, Set<String> actual, Set<String> expected, List<String> differences) {
    expected.stream()
        .filter(key -> !actual.contains(key))
        .forEach(key -> differences.add("no " + what + " of " + key));
    actual.stream()
        .filter(key -> !expected.contains(key))
        .forEach(key -> differences.add("superfluous " + what + " of " + key));
  }

  /** The last records, without those that end their key. */
  private Map<String, ConsumerRecord<byte[], byte[]>> latest(Topic topic) {
    Map<String, ConsumerRecord<byte[], byte[]>> latest = tap.latest(topic.name());
    latest.values().removeIf(record -> record.value() == null);
    return latest;
  }

  static List<Topic> all(Topics topics) {
    return List.of(topics.itemNeighborhoods(), topics.itemStatistics(), topics.userHistories());
  }

  private static boolean areClose(double actual, double expected) {
    return Math.abs(actual - expected) < TOLERANCE;
  }
}
