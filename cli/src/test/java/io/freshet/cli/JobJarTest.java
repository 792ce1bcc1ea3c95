package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.cli.replay.ListeningProducer;
import io.freshet.kafka.EmbeddedKafka;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.ListeningEvent;
import io.freshet.schemas.Signal;
import io.freshet.schemas.Topics;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of the jobs holds all that a cluster lacks, and the configuration we ship is one. */
final class JobJarTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Topics topics = new Topics("jar-", 2);

  @Test
  void graphJobRunsOnASessionClusterThatKnowsNothingOfUs(@TempDir Path directory) throws Exception {
    Optional<Path> jar = jar();
    assumeTrue(jar.isPresent(), "flink-jobs is not packaged: run the build to its verify phase");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        SeparateFlink flink =
            SeparateFlink.start(Path.of("../deploy/flink").toAbsolutePath(), directory)) {
      kafka.createTopicsWithDeadLetters(topics.fixed());
      await(flink::isUp, flink);
      String job =
          flink.submit(
              jar.get(),
              "io.freshet.jobs.InteractionGraphJob",
              Map.of(
                  "kafka.bootstrap-servers",
                  kafka.bootstrapServers(),
                  "topics.prefix",
                  topics.prefix(),
                  "topics.partitions",
                  Integer.toString(topics.partitions())));
      listen(kafka, "ann", "north", "east");

      assertThat(neighbors(kafka, flink)).containsExactly("east > north", "north > east");
      assertThat(flink.state(job)).isEqualTo("RUNNING");
    }
  }

  /** What this build has made; none while it has not come to packages. */
  private static Optional<Path> jar() throws IOException {
    Path target = Path.of("../flink-jobs/target");
    if (!Files.isDirectory(target)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(file -> file.toString().endsWith("-job.jar")).findAny();
    }
  }

  private void listen(EmbeddedKafka kafka, String user, String... items) {
    try (ListeningProducer producer =
        new ListeningProducer(kafka.bootstrapServers(), topics, InstantSource.system())) {
      for (int place = 0; place < items.length; place++) {
        producer.send(
            ListeningEvent.newBuilder()
                .setEventId(user + place)
                .setUserId(user)
                .setItemId(items[place])
                .setItemType("track")
                .setSignal(Signal.LIKE)
                .setOccurredAt(NOW.plusSeconds(place))
                .build());
      }
      producer.flush();
    }
  }

  private List<String> neighbors(EmbeddedKafka kafka, SeparateFlink flink) throws Exception {
    TreeSet<String> edges = new TreeSet<>();
    AvroCodec<ItemNeighborhood> codec = new AvroCodec<>(ItemNeighborhood.class);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "group.id",
                "jar-test",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topics.itemNeighborhoods().name()));
      await(
          () -> {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
              edges.addAll(edges(record, codec));
            }
            return edges.size() == 2;
          },
          flink);
    }
    return List.copyOf(edges);
  }

  private static List<String> edges(
      ConsumerRecord<String, byte[]> record, AvroCodec<ItemNeighborhood> codec)
      throws UndecodableException {
    return codec.decode(record.value()).getRelations().stream()
        .flatMap(relation -> relation.getNeighbors().stream())
        .map(neighbor -> record.key() + " > " + neighbor.getItemId())
        .toList();
  }

  private static void await(Callable<Boolean> condition, SeparateFlink flink) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (condition.call()) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    throw new AssertionError("Waited in vain; the cluster said: " + flink.logs());
  }
}
