package io.freshet.server.retrieval.ingest;

import io.freshet.server.retrieval.index.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reads all partitions of one topic, from the beginning and then for ever, without
 * a consumer group: every replica needs every record. Waits for a topic that does not exist yet,
 * finds partitions added later, and after a failure opens a new consumer where the old one was.
 */
final class TopicReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ENDS_EVERY = Duration.ofMillis(500);
  private static final Duration PARTITIONS_EVERY = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final String topic;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final RecordApplier applier;
  private final TopicMemory memory;
  private final IngestMetrics metrics;
  private final InstantSource clock;
  private final CatchUp catchUp;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Consumer<byte[], byte[]> open;
  private volatile boolean isMissing;

  // Of the reading thread.
  private boolean recalled;
  private Duration pause = FIRST_PAUSE;
  private Instant partitionsDueAt = Instant.MIN;
  private Instant endsDueAt = Instant.MIN;

  private TopicReader(
      String topic,
      RecordHandler handler,
      Supplier<Consumer<byte[], byte[]>> consumers,
      TopicMemory memory,
      IngestMetrics metrics,
      InstantSource clock) {
    this.topic = topic;
    this.consumers = consumers;
    this.memory = memory;
    this.applier = new RecordApplier(topic, handler, metrics);
    this.metrics = metrics;
    this.clock = clock;
    this.catchUp = new CatchUp(clock.instant());
    this.thread = new Thread(this::run, "freshet-read-" + topic);
    thread.setDaemon(true);
  }

  /** Starts reading the topic, from where the memory ends. */
  static TopicReader start(
      String topic,
      RecordHandler handler,
      Supplier<Consumer<byte[], byte[]>> consumers,
      TopicMemory memory,
      IngestMetrics metrics,
      InstantSource clock) {
    TopicReader reader = new TopicReader(topic, handler, consumers, memory, metrics, clock);
    metrics.reads(topic);
    reader.thread.start();
    return reader;
  }

  String topic() {
    return topic;
  }

  /** Whether everything that was on the topic at the start has been applied. */
  boolean caughtUp() {
    return catchUp.caughtUp();
  }

  /** Whether the broker was asked last and said that there is no such topic. */
  boolean isMissing() {
    return isMissing;
  }

  Progress progress() {
    return catchUp.progress(clock.instant());
  }

  /** Stops reading for good: nobody wants the topic any more. */
  void abandon() {
    close();
    memory.forget();
  }

  /** Stops reading and waits for the thread, for a bounded time. */
  @Override
  public void close() {
    stopping.countDown();
    Consumer<byte[], byte[]> current = open;
    if (current != null) {
      current.wakeup();
    }
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopped()) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        open = consumer;
        partitionsDueAt = Instant.MIN;
        read(consumer);
      } catch (RuntimeException e) {
        if (!stopped()) {
          metrics.readerFailed(topic);
          LOG.warn("Cannot read {}: {}; trying again in {}", topic, e, pause);
          pauseAndLengthen();
        }
      } finally {
        open = null;
      }
    }
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    while (!stopped()) {
      assignPartitions(consumer);
      isMissing = consumer.assignment().isEmpty();
      if (isMissing) {
        pauseAndLengthen();
        partitionsDueAt = Instant.MIN;
        continue;
      }
      askEnds(consumer);
      apply(consumer);
      pause = FIRST_PAUSE;
    }
  }

  private void apply(Consumer<byte[], byte[]> consumer) {
    List<ConsumerRecord<byte[], byte[]>> applied = new ArrayList<>();
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (applier.apply(record)) {
          applied.add(record);
        }
      }
      consumer.assignment().forEach(p -> catchUp.moved(p.partition(), consumer.position(p)));
    } finally {
      // Also of a batch that failed half way: applied again, a record need not change anything.
      memory.keep(catchUp, applied);
    }
  }

  private void assignPartitions(Consumer<byte[], byte[]> consumer) {
    Instant now = clock.instant();
    if (now.isBefore(partitionsDueAt)) {
      return;
    }
    partitionsDueAt = now.plus(PARTITIONS_EVERY);
    List<TopicPartition> all = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic)) {
      all.add(new TopicPartition(topic, partition.partition()));
    }
    Set<TopicPartition> before = Set.copyOf(consumer.assignment());
    if (all.size() <= before.size()) {
      return;
    }
    recall(consumer);
    consumer.assign(all);
    all.stream().filter(partition -> !before.contains(partition)).forEach(p -> seek(consumer, p));
    endsDueAt = Instant.MIN;
  }

  private void recall(Consumer<byte[], byte[]> consumer) {
    if (!recalled) {
      memory
          .recall(consumer, applier)
          .ifPresent(state -> catchUp.resume(state.appliedUntil(), state.positions()));
      recalled = true;
    }
  }

  private void seek(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
    Long position = catchUp.position(partition.partition());
    if (position == null) {
      consumer.seekToBeginning(List.of(partition));
    } else {
      consumer.seek(partition, position);
    }
  }

  private void askEnds(Consumer<byte[], byte[]> consumer) {
    Instant askedAt = clock.instant();
    if (askedAt.isBefore(endsDueAt)) {
      return;
    }
    Map<Integer, Long> ends = new HashMap<>();
    consumer
        .endOffsets(consumer.assignment())
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    catchUp.endsSeen(askedAt, ends);
    endsDueAt = askedAt.plus(ENDS_EVERY);
  }

  private void pauseAndLengthen() {
    try {
      if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }
}
