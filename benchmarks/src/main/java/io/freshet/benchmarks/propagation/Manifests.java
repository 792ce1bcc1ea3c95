package io.freshet.benchmarks.propagation;

import io.freshet.schemas.EmbeddingRound;
import io.freshet.schemas.Topic;
import io.freshet.schemas.wire.AvroCodec;
import io.freshet.schemas.wire.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The manifests of a job as they are written. One owner, one thread. */
final class Manifests implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final AvroCodec<EmbeddingRound> codec = new AvroCodec<>(EmbeddingRound.class);
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final long intervalMillis;
  private @Nullable EmbeddingRound newest;
  private @Nullable EmbeddingRound bootstrap;

  /**
   * Reads what is written from now on: an earlier job may have written to the topic.
   *
   * @param interval length that rounds are to have
   */
  Manifests(String bootstrapServers, Topic topic, Duration interval) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = List.of(new TopicPartition(topic.name(), 0));
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Seeks when asked.
    consumer.position(partitions.get(0));
    intervalMillis = interval.toMillis();
  }

  /** The newest manifest read, if any. */
  @Nullable EmbeddingRound newest() {
    return newest;
  }

  /** When the round of the backlog was closed, epoch milliseconds. */
  Optional<Long> bootstrapClosedAt() {
    return Optional.ofNullable(bootstrap).map(round -> round.getClosedAt().toEpochMilli());
  }

  /** Live rounds closed since the last call; waits a little when there is none. */
  List<Round> poll() throws UndecodableException {
    List<Round> rounds = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      EmbeddingRound next = codec.decode(record.value());
      EmbeddingRound before = newest;
      if (before != null && before.getRound() > 0) {
        rounds.add(Round.after(before, next, intervalMillis));
      }
      bootstrap = next.getRound() == 0 ? next : bootstrap;
      newest = next;
    }
    return rounds;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
