package io.freshet.cli.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.jobs.GraphReplay;
import io.freshet.jobs.InteractionGraphConfig;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Neighbor;
import io.freshet.schemas.Relation;
import io.freshet.schemas.Topic;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole system as processes: the jar of the jobs on Flink's own, with the configuration we
 * ship, through kills.
 */
final class ClusterTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Published shares may be off by epsilon and by the rounding of floats. */
  private static final double EPSILON = .05 + 1e-4;

  private final Topics topics = new Topics("", 4);
  private final List<String> told = new ArrayList<>();

  @Test
  void killedProcessesComeBackAndTheGraphIsThatOfAllEvents(@TempDir Path directory)
      throws Exception {
    assumeTrue(isPackaged(), "flink-jobs is not packaged: run the build to its verify phase");
    Cluster cluster =
        Cluster.of(new ClusterSettings(directory, ROOT, 2, 120, 200, 2_000, 30), told::add);
    try {
      cluster.up();
      assertThat(cluster.state().isWell()).as("%s", cluster.state()).isTrue();
      for (List<String> killed :
          List.of(List.of("taskmanager-1", "inference"), List.of("jobmanager", "retrieval"))) {
        killed.forEach(name -> kill(cluster, name));
        assertThat(cluster.state().isWell()).isFalse();
        told.clear();
        cluster.up();
        assertThat(told).containsExactlyInAnyOrderElementsOf(starting(killed));
        Waiting.until("all jobs", PATIENCE, () -> cluster.state().isWell());
      }
      process(cluster, "events").destroy();

      Map<String, Map<String, Float>> expected = expected(cluster.state().kafka());
      assertThat(expected).hasSizeGreaterThan(100);
      Waiting.until(
          "the graph of all events",
          PATIENCE,
          () -> distance(expected, published(cluster.state().kafka())) <= EPSILON);
      assertThat(cluster.state().jobs()).hasSize(3).doesNotContainValue("FAILED");
    } finally {
      cluster.down();
    }
    assertThat(cluster.state().processes()).isEmpty();
  }

  private static boolean isPackaged() throws IOException {
    Path target = ROOT.resolve("flink-jobs/target");
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.anyMatch(file -> file.toString().endsWith("-job.jar"));
    }
  }

  private static void kill(Cluster cluster, String name) {
    ProcessHandle process = process(cluster, name);
    assertThat(process.destroyForcibly()).isTrue();
    var unused = process.onExit().join();
  }

  private static ProcessHandle process(Cluster cluster, String name) {
    return requireNonNull(cluster.processes().get(name), name).running().orElseThrow();
  }

  private static List<String> starting(List<String> names) {
    return names.stream().map(name -> "starting " + name).toList();
  }

  /** Item to the share of each neighbor, from all events at once. */
  private Map<String, Map<String, Float>> expected(String servers) throws Exception {
    AvroCodec<ListeningEvent> codec = new AvroCodec<>(ListeningEvent.class);
    List<ListeningEvent> events = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : read(servers, topics.listeningEvents())) {
      events.add(codec.decode(record.value()));
    }
    events.sort(Comparator.comparing(ListeningEvent::getOccurredAt));
    GraphReplay replay = new GraphReplay(InteractionGraphConfig.from(Map.of()));
    for (ListeningEvent event : events) {
      replay.accept(event, event.getOccurredAt().toEpochMilli());
    }
    Map<String, Map<String, Float>> shares = new HashMap<>();
    replay.changedNeighborhoods().forEach(item -> shares.put(item.getItemId(), shares(item)));
    return shares;
  }

  private Map<String, Map<String, Float>> published(String servers) throws UndecodableException {
    AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);
    Map<String, Map<String, Float>> shares = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : read(servers, topics.itemNeighborhoods())) {
      shares.put(record.key(), shares(codec.decode(record.value())));
    }
    return shares;
  }

  private static Map<String, Float> shares(ItemNeighborhood item) {
    Map<String, Float> shares = new HashMap<>();
    for (Relation relation : item.getRelations()) {
      for (Neighbor neighbor : relation.getNeighbors()) {
        shares.put(relation.getNeighborType() + "/" + neighbor.getItemId(), neighbor.getShare());
      }
    }
    return shares;
  }

  /** Of the item and the relation that are farthest apart. */
  private static double distance(
      Map<String, Map<String, Float>> first, Map<String, Map<String, Float>> second) {
    Set<String> items = new HashSet<>(first.keySet());
    items.addAll(second.keySet());
    double largest = 0;
    for (String item : items) {
      Map<String, Double> byType = new HashMap<>();
      Map<String, Float> one = first.getOrDefault(item, Map.of());
      Map<String, Float> other = second.getOrDefault(item, Map.of());
      Set<String> neighbors = new HashSet<>(one.keySet());
      neighbors.addAll(other.keySet());
      for (String neighbor : neighbors) {
        double apart = Math.abs(one.getOrDefault(neighbor, 0f) - other.getOrDefault(neighbor, 0f));
        byType.merge(neighbor.substring(0, neighbor.indexOf('/')), apart, Double::sum);
      }
      largest = Math.max(largest, byType.values().stream().mapToDouble(it -> it).max().orElse(0));
    }
    return largest;
  }

  private static List<ConsumerRecord<String, byte[]>> read(String servers, Topic topic) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
