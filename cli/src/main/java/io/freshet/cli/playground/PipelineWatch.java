package io.freshet.cli.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows what the jobs publish, as any reader of the topics could: how many edges the graph has,
 * which rounds were closed and how many items they affected. One thread of its own reads; the
 * counts may be asked for from any thread.
 */
final class PipelineWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Topic neighborhoods;
  private final Topic rounds;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AvroCodec<ItemNeighborhood> neighborhoodCodec =
      new AvroCodec<>(ItemNeighborhood.class);
  private final AvroCodec<EmbeddingRound> roundCodec = new AvroCodec<>(EmbeddingRound.class);
  private final Map<String, Integer> degrees = new HashMap<>();
  private final AtomicLong edges = new AtomicLong();
  private final AtomicLong closedRounds = new AtomicLong();
  private final AtomicLong affected = new AtomicLong();
  private final Thread reader;

  private PipelineWatch(String bootstrapServers, Topic neighborhoods, Topic rounds) {
    this.neighborhoods = neighborhoods;
    this.rounds = rounds;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : List.of(neighborhoods, rounds)) {
      consumer
          .partitionsFor(topic.name())
          .forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
    }
    consumer.assign(partitions);
    reader = new Thread(this::read, "playground-watch");
    reader.setDaemon(true);
  }

  /** Starts watching from the beginning of the topics, which must exist. */
  static PipelineWatch start(String bootstrapServers, Topic neighborhoods, Topic rounds) {
    PipelineWatch watch = new PipelineWatch(bootstrapServers, neighborhoods, rounds);
    watch.reader.start();
    return watch;
  }

  /** Neighbors of all items together. */
  long edges() {
    return edges.get();
  }

  /** Rounds of the embedding job that were closed, the bootstrap included. */
  long rounds() {
    return closedRounds.get();
  }

  /** Items embedded in all closed rounds, counted once per layer. */
  long affected() {
    return affected.get();
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          count(record);
        }
      }
    } catch (WakeupException closed) {
      // The one way out.
      return;
    }
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(rounds.name())) {
        EmbeddingRound round = roundCodec.decode(record.value());
        round.getAffected().forEach(affected::addAndGet);
        closedRounds.incrementAndGet();
      } else if (record.topic().equals(neighborhoods.name())) {
        int degree = record.value() == null ? 0 : degree(neighborhoodCodec.decode(record.value()));
        Integer before = degrees.put(new String(record.key(), UTF_8), degree);
        edges.addAndGet(degree - (before == null ? 0 : before));
      }
    } catch (UndecodableException e) {
      throw new IllegalStateException(
          "Cannot follow the jobs: %s wrote a record that is none (%s)"
              .formatted(record.topic(), e.getMessage()),
          e);
    }
  }

  private static int degree(ItemNeighborhood neighborhood) {
    return neighborhood.getRelations().stream().mapToInt(each -> each.getNeighbors().size()).sum();
  }
}
