package io.freshet.server.retrieval.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.freshet.registry.InputSchemas;
import io.freshet.schemas.ItemNeighborhood;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.SchemaHeader;
import io.freshet.schemas.wire.UndecodableException;
import io.freshet.server.retrieval.graph.Neighborhood.Neighbor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partition of {@code item-neighborhoods} that holds an item's key, and keeps the last
 * record of that key. Cost: that partition, once, and no memory; a partition of 30,000 items is a
 * second's work. Thread-safe; one lookup runs at a time, others wait for a while.
 */
public final class NeighborhoodLookup implements NeighborhoodSource {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String topic;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final AvroCodec<ItemNeighborhood> codec;
  private final Semaphore turn = new Semaphore(1);

  /**
   * A lookup.
   *
   * @param topic name of the topic
   * @param consumers opens a consumer, which is closed after the lookup
   * @param schemas how the records are framed
   */
  public NeighborhoodLookup(
      String topic, Supplier<Consumer<byte[], byte[]>> consumers, InputSchemas schemas) {
    this.topic = requireNonNull(topic, "topic is null");
    this.consumers = requireNonNull(consumers, "consumers is null");
    this.codec = schemas.codec(ItemNeighborhood.class);
  }

  @Override
  public Optional<Neighborhood> find(String item) {
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LookupFailedException(
            "Cannot look up neighbors: others are being looked up; ask again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LookupFailedException("Cannot look up neighbors: interrupted");
    }
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      Optional<ConsumerRecord<byte[], byte[]>> last = last(consumer, item.getBytes(UTF_8));
      return last.isEmpty() ? Optional.empty() : decoded(last.get());
    } catch (KafkaException e) {
      throw new LookupFailedException(
          "Cannot look up neighbors: %s cannot be read (%s)".formatted(topic, e.getMessage()));
    } finally {
      turn.release();
    }
  }

  private Optional<ConsumerRecord<byte[], byte[]>> last(
      Consumer<byte[], byte[]> consumer, byte[] key) {
    int partitions = consumer.partitionsFor(topic).size();
    if (partitions == 0) {
      return Optional.empty();
    }
    TopicPartition partition =
        new TopicPartition(topic, BuiltInPartitioner.partitionForKey(key, partitions));
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<ConsumerRecord<byte[], byte[]>> last = Optional.empty();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (Arrays.equals(record.key(), key)) {
          last = Optional.of(record);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new LookupFailedException(
            "Cannot look up neighbors: reading %s takes longer than %d s"
                .formatted(partition, PATIENCE.toSeconds()));
      }
    }
    return last.filter(record -> record.value() != null);
  }

  private Optional<Neighborhood> decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      ItemNeighborhood found = codec.decode(record.value(), schemaHeader(record));
      return Optional.of(
          new Neighborhood(
              found.getAsOf(),
              found.getRelations().stream()
                  .flatMap(
                      relation ->
                          relation.getNeighbors().stream()
                              .map(
                                  it ->
                                      new Neighbor(
                                          it.getItemId(),
                                          relation.getNeighborType(),
                                          it.getShare())))
                  .toList()));
    } catch (UndecodableException e) {
      throw new LookupFailedException(
          "Cannot look up neighbors: the record cannot be read (%s)".formatted(e.getMessage()));
    }
  }

  private static @Nullable SchemaHeader schemaHeader(ConsumerRecord<byte[], byte[]> record) {
    for (Header header : record.headers()) {
      if (header.value() != null && SchemaHeader.isOne(header.key())) {
        return new SchemaHeader(header.key(), header.value());
      }
    }
    return null;
  }
}
