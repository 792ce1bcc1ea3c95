package io.freshet.server.retrieval.ingest;

import static java.util.Objects.requireNonNull;

import io.freshet.schemas.wire.SchemaHeader;
import io.freshet.server.retrieval.store.RecordStore;
import io.freshet.server.retrieval.store.StoreException;
import io.freshet.server.retrieval.store.StoredRecord;
import io.freshet.server.retrieval.store.TopicState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic's part of the {@link RecordStore}. What is stored is gone on from only while the topic
 * can still tell everything that came after: it must be the same topic, hold the positions, and
 * still hold every deletion made since; else the topic is read from its beginning.
 */
final class StoredTopic implements TopicMemory {
  private static final Logger LOG = LoggerFactory.getLogger(StoredTopic.class);

  private final String topic;
  private final RecordStore store;
  private final Function<String, TopicFacts> inspector;
  private final IngestMetrics metrics;
  private final InstantSource clock;
  private @Nullable String topicId;
  private @Nullable TopicState kept;
  private boolean forgotten;

  /**
   * The memory of a topic.
   *
   * @param inspector tells what the broker knows of a topic
   */
  StoredTopic(
      String topic,
      RecordStore store,
      Function<String, TopicFacts> inspector,
      IngestMetrics metrics,
      InstantSource clock) {
    this.topic = topic;
    this.store = store;
    this.inspector = inspector;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public Optional<TopicState> recall(Consumer<byte[], byte[]> consumer, RecordApplier applier) {
    TopicFacts facts = inspector.apply(topic);
    topicId = facts.topicId();
    Optional<TopicState> state = store.state(topic);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> refusal = refusal(state.get(), facts, consumer);
    if (refusal.isPresent()) {
      LOG.warn(
          "Cannot go on with {} from the snapshot: {}; reading it from the beginning",
          topic,
          refusal.get());
      metrics.snapshotRefused(topic);
      store.forget(topic);
      return Optional.empty();
    }
    store.forEach(topic, record -> applier.apply(consumed(record)));
    return state;
  }

  @Override
  public synchronized void keep(CatchUp catchUp, List<ConsumerRecord<byte[], byte[]>> applied) {
    TopicState state =
        new TopicState(
            requireNonNull(topicId, "topicId is null"),
            catchUp.appliedUntil(),
            catchUp.positions());
    if (forgotten || (applied.isEmpty() && state.equals(kept))) {
      return;
    }
    List<StoredRecord> records = new ArrayList<>(applied.size());
    applied.forEach(record -> records.add(stored(record)));
    try {
      store.write(topic, state, records);
    } catch (StoreException e) {
      // Answers do not need the store; a snapshot does, and says so.
      LOG.error("Cannot store records; no more snapshots until a restart", e);
    }
    kept = state;
  }

  @Override
  public synchronized void forget() {
    // A reader that is slow to stop must not write a rest that looks like all.
    forgotten = true;
    store.forget(topic);
  }

  private Optional<String> refusal(
      TopicState state, TopicFacts facts, Consumer<byte[], byte[]> consumer) {
    if (!state.topicId().equals(facts.topicId())) {
      return Optional.of("the topic has been deleted and made again");
    }
    Duration age = Duration.between(state.appliedUntil(), clock.instant());
    if (age.compareTo(facts.deletionRetention()) >= 0) {
      return Optional.of(
          "it is as of %s, and the topic keeps deletions for %s"
              .formatted(state.appliedUntil(), facts.deletionRetention()));
    }
    return state.positions().isEmpty() ? Optional.empty() : gap(state.positions(), consumer);
  }

  private Optional<String> gap(Map<Integer, Long> positions, Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        positions.keySet().stream().map(it -> new TopicPartition(topic, it)).toList();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long position = requireNonNull(positions.get(partition.partition()), "position is null");
      long begin = begins.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      if (position > end || position < begin) {
        return Optional.of(
            "%s holds offsets %d to %d, and %d would be the next"
                .formatted(partition, begin, end, position));
      }
    }
    return Optional.empty();
  }

  private static StoredRecord stored(ConsumerRecord<byte[], byte[]> record) {
    List<StoredRecord.Header> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      boolean wanted =
          header.key().equals(RecordApplier.VERSION_HEADER) || SchemaHeader.isOne(header.key());
      if (wanted && header.value() != null) {
        headers.add(new StoredRecord.Header(header.key(), header.value()));
      }
    }
    return new StoredRecord(record.key(), record.value(), record.timestamp(), headers);
  }

  private ConsumerRecord<byte[], byte[]> consumed(StoredRecord record) {
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(it -> headers.add(it.name(), it.value()));
    byte[] value = record.value();
    return new ConsumerRecord<>(
        topic,
        0,
        0,
        record.timestampMillis(),
        TimestampType.CREATE_TIME,
        record.key().length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        record.key(),
        value,
        headers,
        Optional.empty());
  }
}
