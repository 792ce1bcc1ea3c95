package io.freshet.server.retrieval.status;

import static java.util.Objects.requireNonNull;

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
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that asks the broker how far every topic of ours is, and follows the newest records of
 * some. What it knew stays while the broker is away. Any thread may look.
 */
final class TopicWatch implements AutoCloseable {
  /** Newest records of a partition that a follower starts with. */
  static final int TAIL = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration ENDS_EVERY = Duration.ofSeconds(2);
  private static final Duration TOPICS_EVERY = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final WatchedTopics topics;
  private final RecordFollower follower;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "freshet-status-topics");
  private volatile Map<String, TopicEnds> ends = Map.of();
  private volatile @Nullable Consumer<byte[], byte[]> open;

  // Of the thread.
  private List<TopicPartition> all = List.of();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private Instant topicsDueAt = Instant.MIN;
  private Instant endsDueAt = Instant.MIN;

  /**
   * A watch that does not run yet.
   *
   * @param topics which topics are watched, and which are followed
   * @param follower told every record of those that are followed, by one thread
   */
  TopicWatch(
      Supplier<Consumer<byte[], byte[]>> consumers,
      WatchedTopics topics,
      RecordFollower follower,
      InstantSource clock) {
    this.consumers = requireNonNull(consumers, "consumers is null");
    this.topics = requireNonNull(topics, "topics is null");
    this.follower = requireNonNull(follower, "follower is null");
    this.clock = requireNonNull(clock, "clock is null");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** How far every topic is, by name, as the broker said last. */
  Map<String, TopicEnds> ends() {
    return ends;
  }

  @Override
  public void close() {
    stopping.countDown();
    var current = open;
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
      try (var consumer = consumers.get()) {
        open = consumer;
        topicsDueAt = Instant.MIN;
        while (!stopped()) {
          look(consumer);
        }
      } catch (RuntimeException e) {
        if (!stopped()) {
          LOG.warn("Cannot watch the topics: {}; trying again in {}", e, PAUSE);
          pause();
        }
      } finally {
        open = null;
      }
    }
  }

  private void look(Consumer<byte[], byte[]> consumer) {
    Instant now = clock.instant();
    if (!now.isBefore(topicsDueAt)) {
      findTopics(consumer);
      topicsDueAt = now.plus(TOPICS_EVERY);
    }
    if (!now.isBefore(endsDueAt)) {
      askEnds(consumer, now);
      endsDueAt = now.plus(ENDS_EVERY);
    }
    if (consumer.assignment().isEmpty()) {
      awaitStop(POLL);
      return;
    }
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      follower.accept(record);
    }
    consumer.assignment().forEach(each -> positions.put(each, consumer.position(each)));
  }

  private void findTopics(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> found = new ArrayList<>();
    for (List<PartitionInfo> partitions : consumer.listTopics().values()) {
      for (PartitionInfo partition : partitions) {
        if (topics.isWatched(partition.topic())) {
          found.add(new TopicPartition(partition.topic(), partition.partition()));
        }
      }
    }
    all = List.copyOf(found);
    follow(consumer, found.stream().filter(it -> topics.isFollowed(it.topic())).toList());
  }

  private void follow(Consumer<byte[], byte[]> consumer, List<TopicPartition> wanted) {
    Set<TopicPartition> before = Set.copyOf(consumer.assignment());
    if (before.equals(Set.copyOf(wanted))) {
      return;
    }
    consumer.assign(wanted);
    List<TopicPartition> added = wanted.stream().filter(it -> !before.contains(it)).toList();
    Map<TopicPartition, Long> first = consumer.beginningOffsets(added);
    Map<TopicPartition, Long> last = consumer.endOffsets(added);
    for (TopicPartition each : added) {
      long tail = last.getOrDefault(each, 0L) - TAIL;
      long start = Math.max(first.getOrDefault(each, 0L), tail);
      consumer.seek(each, Math.max(start, positions.getOrDefault(each, 0L)));
    }
  }

  private void askEnds(Consumer<byte[], byte[]> consumer, Instant askedAt) {
    Map<String, Long> first = sums(consumer.beginningOffsets(all));
    Map<String, Long> end = sums(consumer.endOffsets(all));
    ends =
        end.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    it ->
                        new TopicEnds(
                            first.getOrDefault(it.getKey(), 0L), it.getValue(), askedAt)));
  }

  private static Map<String, Long> sums(Map<TopicPartition, Long> byPartition) {
    Map<String, Long> byTopic = new HashMap<>();
    byPartition.forEach((each, offset) -> byTopic.merge(each.topic(), offset, Long::sum));
    return byTopic;
  }

  private void pause() {
    awaitStop(PAUSE);
  }

  private void awaitStop(Duration longest) {
    try {
      var unused = stopping.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }
}
